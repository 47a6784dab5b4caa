"""The contrast of a tile's words with what lies behind them, which axe calls undecided: WCAG 2.2, 1.4.3."""

from __future__ import annotations

from playwright.sync_api import Page

#: A line for each word of a tile in sight that has too little contrast with what is behind it: 4.5, or 3 where its
#: letters are large (24 px, or 18.66 px and bold). Behind it lie the grounds of what holds it, one over the other, and
#: the shape of the trend where it reaches the word. Each tile is looked at as it is when fresh and when stale.
FAINT = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const over = (layers) => {  // the colour of layers, the lowest first
    pen.clearRect(0, 0, 1, 1);
    for (const [colour, alpha] of layers) {
      pen.globalAlpha = alpha;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const looked = (words, told) => {
    const style = getComputedStyle(words);
    const behind = [];
    let alpha = 1;
    for (let up = words; up; up = up.parentElement) {
      const { backgroundColor, opacity } = getComputedStyle(up);
      alpha *= Number(opacity);
      behind.unshift([backgroundColor, 1]);
    }
    const room = words.getBoundingClientRect();
    const trend = words.closest(".tile, .wall-tile").querySelector(".kpi-spark");
    const area = trend?.querySelector(".kpi-spark-area");
    const grounds = [behind];
    if (area && trend.getBoundingClientRect().top < room.bottom - 2) {
      grounds.push([...behind, [getComputedStyle(area).fill, 1]]);
    }
    const px = parseFloat(style.fontSize);
    const least = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    for (const ground of grounds) {
      const lights = [over(ground), over([...ground, [style.color, alpha]])].map(luminance).sort((a, b) => a - b);
      const contrast = (lights[1] + 0.05) / (lights[0] + 0.05);
      if (contrast < least) told.add(`faint: ${words.textContent.trim()} ${contrast.toFixed(2)} of ${least}`);
    }
  };
  const inSight = (words) => words.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const written = (words) => [...words.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const tiles = [...document.querySelectorAll(".tile")];
  const scenes = [...document.querySelectorAll(".wall-scene")];
  const before = [tiles.map((tile) => tile.className), scenes.map((scene) => scene.dataset.freshness)];
  const found = new Set();
  let seen = 0;
  for (const stale of [true, false]) {
    tiles.forEach((tile) => tile.classList.toggle("kpi-stale", stale));
    scenes.forEach((scene) => { scene.dataset.freshness = stale ? "stale" : "fresh"; });
    for (const words of document.querySelectorAll(":is(.tile, .wall-tile) *:not(.visually-hidden, svg *)")) {
      if (!written(words) || !inSight(words)) continue;
      seen += 1;
      looked(words, found);
    }
  }
  tiles.forEach((tile, index) => { tile.className = before[0][index]; });
  scenes.forEach((scene, index) => { scene.dataset.freshness = before[1][index] ?? ""; });
  return [seen, [...found]];
}"""


def faint_words(page: Page) -> list[str]:
    """The words of tiles that are too faint in the theme that the page wears."""
    found: list[str] = page.evaluate(FAINT)[1]
    return found
