/* The theme: chosen before the first paint, switched without a request, and lent to Plotly, which cannot read
 * CSS variables. Stands in the page's head, so nothing flashes; runs once, however often it is included.
 *
 * The choice is kept where Mantine keeps it, so that both always agree. Until the reader chooses, the system does. */
(function () {
  "use strict";
  if (window.citydeckTheme) return;

  const KEY = "mantine-color-scheme-value";
  const ATTRIBUTE = "data-mantine-color-scheme";
  const root = document.documentElement;
  const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

  function stored() {
    try {
      const kept = window.localStorage.getItem(KEY);
      return kept === "dark" || kept === "light" ? kept : null;
    } catch (refused) {
      return null; // storage is forbidden: the system's choice holds
    }
  }

  function current() {
    return root.getAttribute(ATTRIBUTE) === "dark" ? "dark" : "light";
  }

  function wear(theme) {
    if (root.getAttribute(ATTRIBUTE) !== theme) root.setAttribute(ATTRIBUTE, theme);
  }

  function choose(theme) {
    try {
      window.localStorage.setItem(KEY, theme);
    } catch (refused) {
      /* the choice then holds for this page only */
    }
    wear(theme);
  }

  wear(stored() || (systemIsDark.matches ? "dark" : "light"));
  systemIsDark.addEventListener("change", () => {
    if (!stored()) wear(systemIsDark.matches ? "dark" : "light");
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("[data-theme-toggle]")) {
      choose(current() === "dark" ? "light" : "dark");
    }
  });

  /* ---- Plotly ---- */

  const VARIABLE = /var\((--[a-z0-9-]+)\)/g;
  // Values and words, never colours: they may be long, so they are not searched.
  const DATA_KEYS = new Set(["x", "y", "z", "base", "text", "hovertext", "customdata", "ids", "ticktext", "tickvals"]);

  /** A copy of `value` with colours for variables and type in the proportion of the page's own. */
  function worn(value, styles, zoom, key) {
    if (typeof value === "string") {
      return value.includes("var(--") ? value.replace(VARIABLE, (_, name) => styles.getPropertyValue(name).trim()) : value;
    }
    if (Array.isArray(value)) {
      return DATA_KEYS.has(key) ? value : value.map((inner) => worn(inner, styles, zoom, key));
    }
    if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
    const copy = {};
    for (const [name, inner] of Object.entries(value)) {
      const isType = name === "size" && typeof inner === "number" && key && key.endsWith("font");
      copy[name] = isType ? inner * zoom : worn(inner, styles, zoom, name);
    }
    return copy;
  }

  function dressed(figure) {
    const styles = window.getComputedStyle(root);
    const zoom = parseFloat(styles.fontSize) / 16;
    return { ...figure, data: worn(figure.data || [], styles, zoom, ""), layout: worn(figure.layout || {}, styles, zoom, "") };
  }

  function asFigure(data, layout, config) {
    return data && !Array.isArray(data) && data.data ? data : { data, layout, config };
  }

  function lendTo(plotly) {
    for (const name of ["newPlot", "react"]) {
      const draw = plotly[name];
      plotly[name] = function (target, data, layout, config) {
        const figure = asFigure(data, layout, config);
        const element = typeof target === "string" ? document.getElementById(target) : target;
        if (element) element.citydeckFigure = figure;
        return draw.call(plotly, target, dressed(figure));
      };
    }
  }

  function redraw() {
    for (const graph of document.querySelectorAll(".js-plotly-plot")) {
      if (graph.citydeckFigure) window.Plotly.react(graph, graph.citydeckFigure);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (window.Plotly) lendTo(window.Plotly);
    // Type measured before the font arrived would leave margins that do not fit.
    document.fonts.ready.then(redraw);
  });
  new MutationObserver(redraw).observe(root, { attributes: true, attributeFilter: [ATTRIBUTE] });

  window.citydeckTheme = { current, choose };
})();
