/**
 * Panels that the city's records never fill fold into one, which says so once and where it stands what fills them. So
 * do those with nothing in the view, where they are many: a page is not to be filled with equal sentences.
 *
 * What the server knows of is folded before the page is seen (components/panel/silent.py). What only an answer tells
 * folds where nothing in sight moves by it, and else waits in its place for the reader's next choice.
 */
import { DRAWN } from "./page_parts.js";
import { onChange } from "./view.js";

const COLUMNS = 12;
/** How far below the window a panel may soon be in sight: as far as what is above it grows when it is answered. */
const NEAR_PX = 240;
/** So many panels with nothing in the view fold; fewer say so in their places. */
const MANY = 3;

/**
 * Columns of each panel such that no row leaves a gap: as `widened` of components/shell/page_shell.py, which lays out
 * the page before anything is known of its panels.
 * @param {number[]} spans
 * @param {number} rowsBesideMap rows of six columns, beside the map
 */
export function widened(spans, rowsBesideMap) {
  /** @type {number[]} */
  const found = [];
  let [row, used] = [0, 0];
  const room = () => (row < rowsBesideMap ? COLUMNS / 2 : COLUMNS);
  for (const span of spans) {
    if (used && used + span > room()) {
      found[found.length - 1] += room() - used;
      [row, used] = [row + 1, 0];
    }
    if (span > room()) row = rowsBesideMap;
    found.push(span);
    used += span;
    if (used === room()) [row, used] = [row + 1, 0];
  }
  if (used) found[found.length - 1] += room() - used;
  return found;
}

/** @param {HTMLElement} grid @returns {HTMLElement[]} */
const panelsOf = (grid) =>
  [...grid.querySelectorAll(":scope > section[data-panel]")].map((each) => /** @type {HTMLElement} */ (each));

/** The sentence that a panel shows in the place of a figure; null where it has more. @param {HTMLElement} panel */
const sentenceOf = (panel) => panel.querySelector(".panel-body > .sentence:not([role='alert'])");

/** Whether it shows that in every view. @param {HTMLElement} panel */
const isOfCity = (panel) => sentenceOf(panel)?.classList.contains("of-city") ?? false;

/** Whether the reader chose something since the page was laid out: what he does himself may move things. */
let hasChosen = false;

/**
 * Whether others in sight would move if it left, or came back: its row is in sight, soon will be, or is above.
 * @param {HTMLElement} panel
 */
function isStill(panel) {
  if (hasChosen || panel.hidden) return false;
  return panel.getBoundingClientRect().top < window.innerHeight + NEAR_PX;
}

/** Those that fold. @param {HTMLElement[]} panels */
function foldedOf(panels) {
  const silent = panels.filter(sentenceOf);
  return silent.filter((panel) => !isOfCity(panel)).length < MANY ? silent.filter(isOfCity) : silent;
}

/** @param {HTMLElement} place @param {HTMLElement[]} folded */
function name(place, folded) {
  /** @type {Map<string, string[]>} */
  const titles = new Map();
  for (const panel of folded) {
    const said = sentenceOf(panel)?.textContent ?? "";
    titles.set(said, [...(titles.get(said) ?? []), panel.getAttribute("aria-label") ?? ""]);
  }
  const lines = [...titles].map(([said, named]) => {
    const line = document.createElement("li");
    const strong = document.createElement("strong");
    strong.textContent = named.join(" · ");
    line.append(strong, document.createElement("br"), said);
    return line;
  });
  place.querySelector("ul")?.replaceChildren(...lines);
  // What fills a panel is the question only where the records never do.
  place.querySelector("p")?.toggleAttribute("hidden", !folded.some(isOfCity));
  place.hidden = folded.length === 0;
}

/** Fold what has nothing to show, and give its room to the others. @param {HTMLElement} grid */
export function fold(grid) {
  const place = /** @type {HTMLElement | null} */ (grid.querySelector(":scope > [data-folded]"));
  if (!place) return;
  const panels = panelsOf(grid);
  const folded = foldedOf(panels).filter((panel) => !isStill(panel));
  const isAsBefore = panels.every((panel) => panel.hidden === folded.includes(panel));
  for (const panel of panels) {
    panel.hidden = folded.includes(panel);
    // The next view may fill it: it is asked for although it is not in sight (sight.js).
    panel.toggleAttribute("data-folded-in-view", panel.hidden && !isOfCity(panel));
  }
  name(place, folded);
  if (isAsBefore) return;
  const shown = panels.filter(({ hidden }) => !hidden);
  const spans = widened(
    shown.map(({ dataset }) => Number(dataset.span)),
    Number(place.dataset.folded),
  );
  shown.forEach((panel, index) => {
    panel.className = panel.className.replace(/\bspan-\d+\b/, `span-${spans[index]}`);
  });
}

/** Another version may fill what the one before had none of: it is asked for again, and stays folded until it is. */
export function askFolded() {
  for (const panel of document.querySelectorAll("section[data-panel][hidden]")) {
    panel.setAttribute("data-folded-in-view", "");
  }
}

/** Fold what the server knows of on a page that was just laid out. */
export function foldKnown() {
  hasChosen = false;
  for (const grid of document.querySelectorAll(".grid")) fold(/** @type {HTMLElement} */ (grid));
}

/** Fold panels as their answers come. */
export function startFolding() {
  onChange(() => (hasChosen = true));
  document.addEventListener(DRAWN, ({ target }) => {
    const grid = target instanceof Element ? target.closest(".grid") : null;
    if (grid && target instanceof Element && target.matches(".panel-body")) fold(/** @type {HTMLElement} */ (grid));
  });
}
