/**
 * The names of a chart's traces: a click takes one away or brings it back, a double click leaves it alone.
 * @typedef {import("./chart_traces.js").Trace} Trace
 */
import { plainLines } from "./chart_text.js";

/** What a trace is taken away by: the dashed end of a line goes with it. @param {Trace} trace @returns {string} */
export const keyOf = ({ legendgroup, name }) => legendgroup ?? name;

/** The traces that a legend names, in its order. @param {{ data: Trace[], layout: Record<string, any> }} figure */
function named({ data, layout }) {
  if (!layout.showlegend) return [];
  return data
    .filter(({ name, showlegend }) => name && showlegend !== false)
    .map((trace, index) => ({ trace, rank: (trace.legendrank ?? 1000) + index / 1000 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ trace }) => trace);
}

/** The form and colour of what stands before a name. @param {Trace} trace */
function keyStyle({ type, fill, fillcolor, line, marker }) {
  if (type === "bar") return { form: "bar", colour: marker.color };
  if (fill) return { form: "bar", colour: fillcolor };
  return { form: line.dash && line.dash !== "solid" ? "dashes" : "line", colour: line.color };
}

/**
 * Let a legend name the traces of a figure.
 * @param {HTMLElement} legend
 * @param {{ data: Trace[], layout: Record<string, any> }} figure
 * @param {Set<string>} hidden
 * @returns {string} what decides the room that it takes
 */
export function legendOf(legend, figure, hidden) {
  const traces = named(figure);
  const said = JSON.stringify(traces.map((trace) => [trace.name, keyStyle(trace), hidden.has(keyOf(trace))]));
  const isRight = figure.layout.legend?.xanchor === "right";
  if (legend.dataset.said !== said || legend.classList.contains("chart-legend-right") !== isRight) {
    legend.dataset.said = said;
    legend.className = `chart-legend${isRight ? " chart-legend-right" : ""}`;
    legend.replaceChildren(
      ...traces.map((trace) => {
        const { form, colour } = keyStyle(trace);
        const key = Object.assign(document.createElement("i"), { className: `chart-key chart-key-${form}` });
        key.style.setProperty("--colour", colour);
        const entry = document.createElement("span");
        entry.dataset.trace = keyOf(trace);
        entry.classList.toggle("chart-hidden", hidden.has(keyOf(trace)));
        entry.append(key, plainLines(trace.name).join(" "));
        return entry;
      }),
    );
  }
  return said;
}

/**
 * @param {HTMLElement} legend
 * @param {Set<string>} hidden
 * @param {() => void} changed
 */
export function followLegend(legend, hidden, changed) {
  /** @param {MouseEvent} event */
  const nameAt = ({ target }) => {
    const entry = target instanceof Element ? target.closest("[data-trace]") : null;
    return entry instanceof HTMLElement ? entry.dataset.trace : undefined;
  };
  legend.addEventListener("click", (event) => {
    const name = nameAt(event);
    if (name === undefined || event.detail > 1) return;
    if (!hidden.delete(name)) hidden.add(name);
    changed();
  });
  legend.addEventListener("dblclick", (event) => {
    const name = nameAt(event);
    if (name === undefined) return;
    const others = [.../** @type {NodeListOf<HTMLElement>} */ (legend.querySelectorAll("[data-trace]"))]
      .map(({ dataset }) => dataset.trace ?? "")
      .filter((other) => other !== name);
    const isAlone = others.every((other) => hidden.has(other));
    hidden.clear();
    if (!isAlone) others.forEach((other) => hidden.add(other));
    changed();
  });
}
