/**
 * The fonts of a picture of dots. An SVG that is drawn as an image has none of its page's: it brings its own, which the
 * browser reads only after it says that the image is there, and draws no letter until then.
 */

/**
 * @typedef {object} Face a font face of the page with a letter of the picture in it
 * @property {CSSStyleDeclaration} style
 * @property {string} address of its file
 * @property {string} sample that letter
 */

/** Room below the picture in which a letter of each face is looked for, and how long at most. */
const [SAMPLE_PX, LONGEST_MS, STEP_MS] = [24, 5_000, 50];

/**
 * The first visible letter of a text that a face has; one that names no range has them all.
 * @param {string} range
 * @param {string} text
 */
function sampleOf(range, text) {
  const ranges = [...range.matchAll(/U\+([\da-f]+)(?:-([\da-f]+))?/gi)].map(([, from, to]) => [
    parseInt(from, 16),
    parseInt(to ?? from, 16),
  ]);
  const has = (/** @type {number} */ code) => ranges.some(([from, to]) => from <= code && code <= to);
  const letters = [...text].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  return letters.find((letter) => !ranges.length || has(Number(letter.codePointAt(0))));
}

/**
 * The page's font faces that have a letter of the text.
 * @param {string} text
 * @param {Iterable<CSSStyleSheet>} sheets
 * @returns {Face[]}
 */
export function facesOf(text, sheets) {
  return [...sheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      const { style } = /** @type {CSSFontFaceRule} */ (rule);
      const [, file] = rule.cssText.startsWith("@font-face") ? (/url\("?([^")]+)"?\)/.exec(rule.cssText) ?? []) : [];
      const sample = file && sampleOf(style.getPropertyValue("unicode-range"), text);
      return sample ? [{ style, sample, address: new URL(file, sheet.href ?? document.baseURI).href }] : [];
    }),
  );
}

/** A file as a data URL; rejects where it does not come. @param {string} address @returns {Promise<string>} */
async function dataAddress(address) {
  const response = await fetch(address);
  if (!response.ok) throw new TypeError(`${address}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return `data:font/woff2;base64,${btoa(letters)}`;
}

/** A face as CSS with its file in it. @param {Face} face */
async function written({ style, address }) {
  const kept = ["font-family", "font-style", "font-weight", "unicode-range"]
    .map((name) => [name, style.getPropertyValue(name)])
    .filter(([, value]) => value);
  return `@font-face{${kept.map((pair) => pair.join(":")).join(";")};src:url(${await dataAddress(address)})}`;
}

/** A letter of each face, side by side below the picture. @param {Face[]} faces @param {number} top */
const samples = (faces, top) =>
  faces.map(({ style, sample }, place) => {
    const [x, y] = [place * SAMPLE_PX, top + SAMPLE_PX - 6];
    const family = style.getPropertyValue("font-family").replaceAll('"', "'");
    return `<text x="${x}" y="${y}" style="font-family:${family};font-size:16px">${sample}</text>`;
  });

/**
 * Draws until a letter of each face is seen: nothing says that an image's fonts have come.
 * @param {CanvasRenderingContext2D} context
 * @param {() => void} draw
 * @param {number} count how many letters stand in the strip
 * @param {{ top: number, side: number }} strip in dots
 */
async function drawnWithLetters(context, draw, count, { top, side }) {
  const has = (/** @type {number} */ place) =>
    context.getImageData(place * side, top, side, side).data.some((value, index) => index % 4 === 3 && value > 0);
  for (let waited = 0; waited <= LONGEST_MS; waited += STEP_MS) {
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    draw();
    if ([...Array(count).keys()].every(has)) return;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}

/**
 * The SVG as a PNG with its letters, as a data URL.
 * @param {string} svg
 * @param {{ width: number, height: number, dots: number }} size in pixels, and how many dots each has
 */
export async function rasterised(svg, { width, height, dots }) {
  const faces = facesOf(svg.replace(/<[^>]*>/g, ""), document.styleSheets);
  const style = `<style>${(await Promise.all(faces.map(written))).join("")}</style>`;
  const [whole, wide] = [height + SAMPLE_PX, Math.max(width, faces.length * SAMPLE_PX)];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${whole}">`;
  const image = new Image(wide * dots, whole * dots);
  const drawn = [head, style, svg, ...samples(faces, height), "</svg>"].join("");
  image.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  await image.decode();
  const context = canvasOf(wide * dots, whole * dots);
  const strip = { top: height * dots, side: SAMPLE_PX * dots };
  await drawnWithLetters(context, () => context.drawImage(image, 0, 0, wide * dots, whole * dots), faces.length, strip);
  const picture = canvasOf(width * dots, height * dots);
  picture.drawImage(context.canvas, 0, 0);
  return picture.canvas.toDataURL("image/png");
}

/** @param {number} width @param {number} height @returns {CanvasRenderingContext2D} */
function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}
