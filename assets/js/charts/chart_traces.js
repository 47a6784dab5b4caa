/**
 * The lines, bands and bars of a figure as paths.
 * @typedef {Record<string, any>} Trace of a figure
 * @typedef {import("./chart_scales.js").Scale} Scale
 * @typedef {{ x: Scale, y: Scale }} Scales
 * @typedef {{ left: number, top: number, width: number, height: number, index: number }} Bar
 */
import { placeOf, stepOf } from "./chart_scales.js";

/** A pixel, to a tenth. @param {number} value */
const px = (value) => Math.round(value * 10) / 10;

/**
 * Runs of places that have a value, without a gap between them.
 * @param {any[]} values
 * @param {boolean} [isOver] whether a line leads over gaps
 */
function runsOf(values, isOver = false) {
  /** @type {number[][]} */
  const runs = [];
  let isOpen = false;
  values.forEach((value, index) => {
    const isKnown = value !== null && value !== undefined;
    if (isKnown && isOpen) runs[runs.length - 1].push(index);
    else if (isKnown) runs.push([index]);
    isOpen = isKnown || (isOpen && isOver);
  });
  return runs;
}

/** @param {Trace} trace @param {Scales} scales */
export function linePath({ x, y, line, connectgaps }, scales) {
  const isStepped = line?.shape === "hv";
  return runsOf(y, connectgaps)
    .map((run) =>
      run
        .map((index, place) => {
          const [at, height] = [px(scales.x(x[index])), px(scales.y(y[index]))];
          if (!place) return `M${at} ${height}`;
          return isStepped ? `H${at}V${height}` : `L${at} ${height}`;
        })
        .join(""),
    )
    .join("");
}

/** What lies between two lines where both are known. @param {Trace} low @param {Trace} high @param {Scales} scales */
export function bandPath(low, high, scales) {
  const both = high.y.map((/** @type {any} */ value, /** @type {number} */ index) =>
    low.y[index] === null ? null : value,
  );
  /** @param {Trace} trace @param {number} index */
  const point = ({ x, y }, index) => `${px(scales.x(x[index]))} ${px(scales.y(y[index]))}`;
  return runsOf(both)
    .map((run) => {
      const there = run.map((index) => point(high, index));
      const back = run.map((index) => point(low, index)).reverse();
      return `M${[...there, ...back].join("L")}Z`;
    })
    .join("");
}

/**
 * The marks of a line that are shown.
 * @param {Trace} trace
 * @param {Scales} scales
 * @param {number} type by how much lengths grow
 */
export function marksPath({ x, y, marker, mode }, scales, type) {
  if (!String(mode).includes("markers")) return "";
  const radius = ((marker.size ?? 6) / 2) * type;
  return y
    .map((/** @type {any} */ value, /** @type {number} */ index) => {
      const shown = Array.isArray(marker.opacity) ? marker.opacity[index] : (marker.opacity ?? 1);
      if (value === null || value === undefined || !shown) return "";
      const [at, height] = [px(scales.x(x[index])), px(scales.y(value))];
      const half = `a${radius} ${radius} 0 1 0 `;
      return marker.symbol === "diamond"
        ? `M${px(at - radius)} ${height}l${radius} ${-radius}l${radius} ${radius}l${-radius} ${radius}Z`
        : `M${px(at - radius)} ${height}${half}${radius * 2} 0${half}${-radius * 2} 0`;
    })
    .join("");
}

/**
 * The bars of each trace, stacked where they share a place: what is above nought upwards, the rest downwards.
 * @param {Trace[]} traces bars of one axis
 * @param {Scales} scales
 * @param {number} gap share of a step that lies between two bars
 * @returns {Bar[][]}
 */
export function stackedBars(traces, scales, gap) {
  const places = [...new Set(traces.flatMap(({ x }) => x.map(placeOf)))].sort((a, b) => a - b);
  const step = stepOf(places);
  /** @type {Map<number, [number, number]>} */
  const ends = new Map();
  return traces.map(({ x, y, width }) =>
    y.flatMap((/** @type {number | null} */ value, /** @type {number} */ index) => {
      if (!value) return [];
      const place = placeOf(x[index]);
      const [up, down] = ends.get(place) ?? [0, 0];
      const from = value > 0 ? up : down;
      ends.set(place, value > 0 ? [up + value, down] : [up, down + value]);
      const half = (width ?? step * (1 - gap)) / 2;
      const [left, right] = [scales.x(place - half), scales.x(place + half)];
      const [one, other] = [scales.y(from), scales.y(from + value)];
      return [
        { left, width: Math.max(1, right - left), top: Math.min(one, other), height: Math.abs(one - other), index },
      ];
    }),
  );
}

/** @param {Bar[]} bars */
export const barsPath = (bars) =>
  bars
    .map(({ left, top, width, height }) => `M${px(left)} ${px(top)}h${px(width)}v${px(height)}h${px(-width)}Z`)
    .join("");
