/**
 * The traces of a figure as elements, in its order, and what a pointer may find of each.
 * @typedef {import("./chart_traces.js").Trace} Trace
 * @typedef {import("./chart_traces.js").Scales} Scales
 * @typedef {import("./chart_traces.js").Bar} Bar
 * @typedef {{ trace: Trace, scales: Scales, bars: Bar[] }} Shown a trace that is shown
 */
import { svg } from "./chart_svg.js";
import { bandPath, barsPath, linePath, marksPath, stackedBars } from "./chart_traces.js";

/** Lines of so many pixels a dash, by Plotly's names. @type {Record<string, string>} */
const DASHES = { dash: "7 5", dot: "2 3" };
/** Share of a step between two bars where a figure names none, as in components/theme.py. */
const GAP = 0.18;

/**
 * What a pointer may find: of each trace that is shown its scales, and where its bars stand.
 * @param {Trace[]} traces
 * @param {Record<string, any>} layout
 * @param {import("./chart_axes.js").ScalesOf} scales
 * @returns {Shown[]}
 */
export function shownOf(traces, layout, scales) {
  /** @type {Map<Trace, Bar[]>} */
  const stacks = new Map();
  const bars = traces.filter(({ type }) => type === "bar");
  for (const axis of new Set(bars.map(({ yaxis }) => yaxis))) {
    const own = bars.filter(({ yaxis }) => yaxis === axis);
    const stacked = stackedBars(own, scales(axis), layout.bargap ?? GAP);
    own.forEach((trace, index) => stacks.set(trace, stacked[index]));
  }
  return traces.map((trace) => ({ trace, scales: scales(trace.yaxis), bars: stacks.get(trace) ?? [] }));
}

/** @param {Shown} shown @param {Trace | undefined} low the trace before it @param {number} type */
function elementsOf({ trace, scales, bars }, low, type) {
  const { line, marker, opacity } = trace;
  if (trace.type === "bar") return [svg("path", { class: "chart-bars", d: barsPath(bars) }, { fill: marker.color })];
  const drawn = [];
  if (trace.fill && low) {
    drawn.push(svg("path", { class: "chart-band", d: bandPath(low, trace, scales) }, { fill: trace.fillcolor }));
  }
  if (!line.width) return drawn;
  const style = {
    stroke: line.color,
    "stroke-width": line.width * type,
    "stroke-dasharray": DASHES[line.dash],
    opacity,
  };
  drawn.push(svg("path", { class: "chart-line", d: linePath(trace, scales) }, style));
  const marks = marksPath(trace, scales, type);
  if (marks) drawn.push(svg("path", { class: "chart-marks", d: marks }, { fill: marker.color }));
  return drawn;
}

/**
 * The elements of the traces that are shown.
 * @param {Shown[]} shown
 * @param {Trace[]} data all traces of the figure
 * @param {number} type by how much lengths grow
 */
export const tracesOf = (shown, data, type) =>
  shown.flatMap((each) => elementsOf(each, data[data.indexOf(each.trace) - 1], type));
