/** Lends the theme to Plotly. When the theme changes the same figures are drawn again; the server is not asked. */
import { withTheme } from "./theme_values.js";

/**
 * @typedef {{ data?: any, layout?: any, config?: any }} Figure
 * @typedef {"newPlot" | "react"} Draw
 */

/** The figure that each graph was given, in the names of its colours. @type {WeakMap<Element, Figure>} */
const figures = new WeakMap();

/** The theme that the page wears now. @returns {import("./theme_values.js").Theme} */
function currentTheme() {
  const root = document.documentElement;
  const styles = window.getComputedStyle(root);
  const type = parseFloat(styles.fontSize) / 16;
  const wall = Math.min(window.innerHeight, window.innerWidth * 0.5625) / 1080;
  return {
    variable: (name) => styles.getPropertyValue(name).trim(),
    type,
    length: root.hasAttribute("data-wall") ? wall : type,
  };
}

/** The figure in the colours and type of the page. @param {Figure} figure @returns {Figure} */
export function themed(figure) {
  const theme = currentTheme();
  return { ...figure, data: withTheme(figure.data ?? [], theme), layout: withTheme(figure.layout ?? {}, theme) };
}

/**
 * Plotly's functions take a figure, or its parts.
 * @param {any} data
 * @param {any} layout
 * @param {any} config
 * @returns {Figure}
 */
const asFigure = (data, layout, config) =>
  data && !Array.isArray(data) && data.data ? data : { data, layout, config };

/** @param {import("../globals.d.ts").Plotly} plotly @param {Draw} name */
function themeDrawing(plotly, name) {
  const draw = plotly[name];
  plotly[name] = (target, data, layout, config) => {
    const figure = asFigure(data, layout, config);
    const element = typeof target === "string" ? document.getElementById(target) : target;
    if (element) figures.set(element, figure);
    return draw.call(plotly, target, themed(figure));
  };
}

function redraw() {
  for (const graph of document.querySelectorAll(".js-plotly-plot")) {
    const figure = figures.get(graph);
    if (figure && graph instanceof HTMLElement) window.Plotly?.react(graph, figure);
  }
}

export function chartsFollowTheme() {
  if (window.Plotly) {
    themeDrawing(window.Plotly, "newPlot");
    themeDrawing(window.Plotly, "react");
  }
  // Type measured before the font arrived would leave margins that do not fit.
  document.fonts.ready.then(redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}
