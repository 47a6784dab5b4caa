/** Lends the theme to Plotly. When the theme changes the same figures are drawn again; the server is not asked. */
import { withTheme } from "./theme_values.js";

/**
 * @typedef {{ data?: any, layout?: any, config?: any }} Figure
 * @typedef {"newPlot" | "react"} Draw
 */

const PAPER_PX = 660;

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

/** @param {(figure: Figure) => Figure} [changed] */
function redraw(changed) {
  for (const graph of document.querySelectorAll(".js-plotly-plot")) {
    const figure = figures.get(graph);
    if (!figure || !(graph instanceof HTMLElement)) continue;
    window.Plotly?.react(graph, changed ? changed(figure) : figure);
    figures.set(graph, figure);
  }
}

/** Paper is light, whatever the screen wears, and as wide as a page of A4 between its margins. */
function printLight() {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  window.addEventListener(
    "afterprint",
    () => {
      if (theme) dataset.theme = theme;
      else delete dataset.theme;
      redraw();
    },
    { once: true },
  );
  dataset.theme = "light";
  redraw(({ layout, ...rest }) => ({ ...rest, layout: { ...layout, width: PAPER_PX } }));
}

/** From now on Plotly draws in the page's theme. @param {import("../globals.d.ts").Plotly} plotly */
export function lendTheme(plotly) {
  themeDrawing(plotly, "newPlot");
  themeDrawing(plotly, "react");
}

export function chartsFollowTheme() {
  // Type measured before the font arrived would leave margins that do not fit.
  document.fonts.ready.then(() => redraw());
  window.addEventListener("beforeprint", printLight);
  new MutationObserver(() => redraw()).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
}
