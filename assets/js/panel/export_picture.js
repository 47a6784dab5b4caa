/** A figure as a picture to take away: drawn anew from the whole answer, with its title, filters and source in it. */
import { loadPlotly } from "../charts/plotly.js";
import { themed } from "../charts/plotly_theme.js";
import { address } from "../view/address.js";
import { currentView } from "../view/view.js";
import { rasterised } from "./picture_fonts.js";

/** By how much a picture of dots is finer than its size says: a slide is shown larger than it. */
const DOTS = 2;
/** @type {Record<string, string>} */
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>]/g, (sign) => ESCAPES[sign]);

/**
 * The SVG with what a screen reader and a search say of it.
 * @param {string} svg
 * @param {string} title
 * @param {string} description
 */
export function described(svg, title, description) {
  const told = `<title>${escaped(title)}</title><desc>${escaped(description)}</desc>`;
  return svg.replace(/<svg\b[^>]*>/, (tag) => tag + told);
}

/**
 * The address of a picture's content and the name of its file. Rejects with the server's sentence where it has none.
 * @param {{ page?: string, panel?: string }} of
 * @param {string} format svg or png
 * @returns {Promise<[string, string]>}
 */
export async function drawPicture({ page, panel }, format) {
  const response = await fetch(address(`/export/${page}/${panel}.figure.json`, currentView()));
  if (!response.ok) throw new Error(await response.text());
  const { data, layout, title, description, file } = await response.json();
  const { width, height } = layout;
  const plotly = await loadPlotly();
  const drawn = await plotly.toImage(themed({ data, layout }), { format: "svg", width, height, scale: 1 });
  const svg = decodeURIComponent(drawn.slice(drawn.indexOf(",") + 1));
  if (format === "png") return [await rasterised(svg, { width, height, dots: DOTS }), `${file}.png`];
  return [`data:image/svg+xml,${encodeURIComponent(described(svg, title, description))}`, `${file}.svg`];
}
