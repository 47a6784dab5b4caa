/** Elements of SVG, and words in it. */
import { linesOf } from "./chart_text.js";

const SVG = "http://www.w3.org/2000/svg";
/** Size of the type at an axis in pixels, and height of a line of it. */
export const AXIS_PX = 11;
export const LINE_EM = 1.25;

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {Record<string, string | number | undefined>} [style] what is undefined is not said
 */
export function svg(name, attributes = {}, style = {}) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  for (const [key, value] of Object.entries(style)) {
    if (value !== undefined) element.style.setProperty(key, String(value));
  }
  return element;
}

/**
 * Lines of words, the first on the baseline that is given.
 * @param {unknown} text as Plotly would read it
 * @param {Record<string, string | number>} attributes
 * @param {number} lineHeight
 * @param {Record<string, string | undefined>} [style]
 */
export function svgWords(text, attributes, lineHeight, style) {
  const element = svg("text", attributes, style);
  linesOf(text).forEach((line, index) => {
    const part = svg("tspan", { x: attributes.x, dy: index ? lineHeight : 0 });
    part.textContent = line.map((run) => run.text).join("");
    element.append(part);
  });
  return element;
}
