/**
 * The axes of a figure: where they begin and end, their grid and their words, and what is noted beside them.
 * @typedef {import("./chart_traces.js").Trace} Trace
 * @typedef {import("./chart_traces.js").Scales} Scales
 * @typedef {Record<string, any>} Layout of a figure
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Area where a figure's traces stand
 * @typedef {(name?: string) => Scales} ScalesOf by the name of the upright axis, as traces say it: y, y2
 */
import { halfOf, placeOf, scale, stepOf, ticksOf } from "./chart_scales.js";
import { AXIS_PX, LINE_EM, svg, svgWords } from "./chart_svg.js";
import { linesOf } from "./chart_text.js";

/** Pixels that marks at both ends of the axis across need. */
const INSET_PX = 5;

/** Places in order, each once. @param {Trace[]} traces */
const inOrder = (traces) => [...new Set(traces.flatMap(({ x }) => x.map(placeOf)))].sort((a, b) => a - b);

/** First and last place of the axis across. @param {Trace[]} data @param {Layout} layout @returns {[number, number]} */
export function endsOf(data, layout) {
  if (layout.xaxis.range) return layout.xaxis.range.map(placeOf);
  const places = inOrder(data);
  if (!places.length) return [0, 1];
  const bars = data.filter(({ type }) => type === "bar");
  const step = bars.find(({ width }) => width)?.width ?? (bars.length ? stepOf(inOrder(bars)) : 0);
  return [places[0] - step / 2, places[places.length - 1] + step / 2];
}

/**
 * @param {Trace[]} data
 * @param {Layout} layout
 * @param {Area} area
 * @returns {ScalesOf}
 */
export function scalesOf(data, layout, { left, right, top, bottom }) {
  const inset = data.some(({ mode }) => String(mode).includes("markers")) ? INSET_PX : 0;
  const x = scale(endsOf(data, layout), [left + inset, right - inset]);
  return (name = "y") => {
    const { range, domain = [0, 1] } = layout[name.replace("y", "yaxis")];
    const height = (/** @type {number} */ share) => bottom - (bottom - top) * share;
    return { x, y: scale(range, [height(domain[0]), height(domain[1])]) };
  };
}

/**
 * The lines and words of an upright axis.
 * @param {Record<string, any>} axis
 * @param {import("./chart_scales.js").Scale} y
 * @param {Area} area
 * @param {number} type by how much type grows
 */
function uprightAxis(axis, y, { left, right }, type) {
  const ticks = ticksOf(axis, axis.range, 0, { months: [], type });
  const apart = ticks.length > 1 ? Math.abs(y(ticks[1].at) - y(ticks[0].at)) : Infinity;
  // In a low chart words would stand on each other.
  const step = Math.max(1, Math.ceil((AXIS_PX * LINE_EM * type) / apart));
  const written = ticks.filter((_, index) => index % step === 0);
  return written.flatMap(({ at, lines }) => {
    const height = Math.round(y(at)) + 0.5;
    const style = at === 0 && axis.zeroline !== false ? "chart-nought" : "chart-grid";
    const baseline = height + AXIS_PX * LINE_EM * 0.28 * type;
    const word = { class: "chart-tick", "text-anchor": "end", x: left - 6, y: baseline };
    return [
      ...(axis.showgrid === false ? [] : [svg("line", { class: style, x1: left, x2: right, y1: height, y2: height })]),
      svgWords(lines.join("<br>"), word, AXIS_PX * LINE_EM * type),
    ];
  });
}

/**
 * Grid and words of all axes.
 * @param {{ data: Trace[], layout: Layout }} figure
 * @param {Area} area
 * @param {ScalesOf} scales
 * @param {{ months: string[], type: number }} written
 */
export function axesOf({ data, layout }, area, scales, { months, type }) {
  const upright = Object.keys(layout)
    .filter((key) => key.startsWith("yaxis"))
    .flatMap((key) => uprightAxis(layout[key], scales(key.replace("axis", "")).y, area, type));
  const { x } = scales();
  const line = AXIS_PX * LINE_EM * type;
  const across = ticksOf(layout.xaxis, endsOf(data, layout), area.right - area.left, { months, type });
  return [
    ...upright,
    ...across.map(({ at, lines }) => {
      // The first one may be wider than what stands to its left.
      const middle = Math.max(x(at), halfOf(lines, type));
      const word = { class: "chart-tick", "text-anchor": "middle", x: middle, y: area.bottom + line * 1.1 };
      return svgWords(lines.join("<br>"), word, line);
    }),
  ];
}

/** Lines from a note's place to the baseline of its first line. @param {string} anchor @param {number} lines */
function baselineOf(anchor, lines) {
  if (anchor === "top") return 0.8;
  return anchor === "bottom" ? -0.25 - (lines - 1) : 0.3 - (lines - 1) / 2;
}

/**
 * Words beside the plot, or at a place in it.
 * @param {Layout} layout
 * @param {Area} area
 * @param {ScalesOf} scales
 * @param {number} type by how much type grows
 */
export function notesOf(layout, area, scales, type) {
  const { x, y } = scales();
  return (layout.annotations ?? []).map((/** @type {Record<string, any>} */ note) => {
    const at = note.xref === "paper" ? area.left + (area.right - area.left) * note.x : x(note.x);
    const height = note.yref === "paper" ? area.bottom - (area.bottom - area.top) * note.y : y(note.y);
    const size = note.font?.size ?? AXIS_PX;
    const line = size * LINE_EM * type;
    const place = {
      class: "chart-note",
      "text-anchor": note.xanchor === "right" ? "end" : "start",
      x: at + (note.xshift ?? 0) * type,
      y: height - (note.yshift ?? 0) * type + line * baselineOf(note.yanchor, linesOf(note.text).length),
    };
    return svgWords(note.text, place, line, { fill: note.font?.color, "font-size": `${size / 16}rem` });
  });
}
