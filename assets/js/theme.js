/* Lends the theme to Plotly, which cannot read CSS variables: a figure names its colours `var(--token)`, and they are
 * put in while it is drawn. When the theme changes the same figures are drawn again; the server is not asked. */
(function () {
  "use strict";
  const root = document.documentElement;
  const VARIABLE = /var\((--[a-z0-9-]+)\)/g;
  // Values and words, never colours: they may be long, so they are not searched.
  const DATA_KEYS = new Set(["x", "y", "z", "base", "text", "hovertext", "customdata", "ids", "ticktext", "tickvals"]);

  /* Lengths that belong to the type: what is set in pixels for a page at its usual size, or for a wall of 1080 lines. */
  const LENGTHS = { margin: ["l", "r", "t", "b"], line: ["width"] };
  const SHIFTS = new Set(["ticklabelstandoff", "xshift", "yshift"]);

  function isLength(name, key) {
    return SHIFTS.has(name) || (LENGTHS[key] || []).includes(name);
  }

  /* Plotly passes over a distance of labels that is not a whole number. */
  const inWhole = (name, length) => (name === "ticklabelstandoff" ? Math.round(length) : length);

  /* A copy of `value` with colours for variables, and the page's own type and lengths in their proportion. */
  function worn(value, styles, zoom, key) {
    if (key === "family") return styles.getPropertyValue("--font").trim();
    if (typeof value === "string") {
      return value.includes("var(--") ? value.replace(VARIABLE, (_, name) => styles.getPropertyValue(name).trim()) : value;
    }
    if (Array.isArray(value)) {
      return DATA_KEYS.has(key) ? value : value.map((inner) => worn(inner, styles, zoom, key));
    }
    if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
    const copy = {};
    for (const [name, inner] of Object.entries(value)) {
      const isType = name === "size" && typeof inner === "number" && key.endsWith("font");
      if (isType) copy[name] = inner * zoom.type;
      else if (typeof inner === "number" && isLength(name, key)) copy[name] = inWhole(name, inner * zoom.length);
      else copy[name] = worn(inner, styles, zoom, name);
    }
    return copy;
  }

  function dressed(figure) {
    const styles = window.getComputedStyle(root);
    const type = parseFloat(styles.fontSize) / 16;
    const wall = Math.min(window.innerHeight, window.innerWidth * 0.5625) / 1080;
    const zoom = { type, length: root.hasAttribute("data-wall") ? wall : type };
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
  new MutationObserver(redraw).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
})();
