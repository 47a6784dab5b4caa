/**
 * What a pointer finds in a chart: the nearest mark says what it stands for, a click chooses it, a drag a span.
 * @typedef {import("./chart_marks.js").Shown} Shown
 * @typedef {import("./chart_axes.js").Area} Area
 * @typedef {{ shown: Shown, index: number }} Found
 */
import { linesOf, nodesOf } from "./chart_text.js";
import { svg } from "./chart_svg.js";
import { hideTip, showTip } from "./mark_tip.js";

/** How near a mark of a line must be, and how far a pointer must go to drag, in pixels. */
const [NEAR_PX, DRAG_PX] = [30, 6];

/** The bar under a point. @param {Shown[]} marks @param {number} x @param {number} y @returns {Found | undefined} */
function barAt(marks, x, y) {
  for (const shown of marks) {
    const bar = shown.bars.find(
      ({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height,
    );
    if (bar) return { shown, index: bar.index };
  }
  return undefined;
}

/**
 * The bar under a point, else the nearest mark of a line.
 * @param {Shown[]} marks
 * @param {number} x
 * @param {number} y
 * @returns {Found | undefined}
 */
export function foundAt(marks, x, y) {
  let found = barAt(marks, x, y);
  let nearest = found ? 0 : NEAR_PX;
  for (const shown of marks) {
    if (shown.trace.type === "bar") continue;
    shown.trace.y.forEach((/** @type {number | null} */ value, /** @type {number} */ index) => {
      if (value === null || value === undefined) return;
      const distance = Math.hypot(shown.scales.x(shown.trace.x[index]) - x, shown.scales.y(value) - y);
      if (distance < nearest) [nearest, found] = [distance, { shown, index }];
    });
  }
  return found;
}

/** What marks within a span stand for. @param {Shown[]} shown @param {number} from @param {number} to pixels */
export const valuesWithin = (shown, from, to) =>
  shown.flatMap(({ trace, scales }) =>
    (trace.customdata ?? []).filter((/** @type {unknown} */ _, /** @type {number} */ index) => {
      const at = scales.x(trace.x[index]);
      return at >= from && at <= to;
    }),
  );

/** What is said of a mark. @param {Found} found */
function saidOf({ shown: { trace }, index }) {
  const lines = linesOf((trace.hovertext ?? trace.text)?.[index]).map(nodesOf);
  const isNamed = String(trace.hovertemplate).includes("fullData.name");
  return isNamed ? [...lines, ...linesOf(trace.name).map(nodesOf)] : lines;
}

/**
 * @typedef {object} Pointed the chart that a pointer is over
 * @property {() => Shown[]} marks
 * @property {() => Area} area
 * @property {() => boolean} isDragged whether a span may be dragged
 * @property {(value: unknown) => void} choose
 * @property {(values: unknown[]) => void} span
 */

/** @param {HTMLElement} element @param {MouseEvent} event */
function pointOf(element, { clientX, clientY }) {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** A span that is being dragged. */
class Span {
  #mark = svg("rect", { class: "chart-span" });
  #from;
  to;

  /** @param {number} from pixel where it began */
  constructor(from) {
    this.#from = this.to = from;
  }

  /** Whether the pointer went far enough for more than a click. */
  get isDragged() {
    return this.#mark.isConnected;
  }

  get ends() {
    return /** @type {[number, number]} */ ([Math.min(this.#from, this.to), Math.max(this.#from, this.to)]);
  }

  /** @param {HTMLElement} element @param {number} to @param {Area} area */
  drag(element, to, { left, right, top, bottom }) {
    this.to = Math.max(left, Math.min(right, to));
    if (!this.isDragged && Math.abs(this.to - this.#from) <= DRAG_PX) return;
    const [x, end] = this.ends;
    for (const [name, value] of Object.entries({ x, y: top, width: end - x, height: bottom - top })) {
      this.#mark.setAttribute(name, String(value));
    }
    if (!this.isDragged) element.querySelector("svg")?.append(this.#mark);
  }

  drop() {
    this.#mark.remove();
  }
}

/** Say what is found under a pointer. @param {HTMLElement} element @param {Pointed} chart @param {MouseEvent} event */
function tell(element, chart, event) {
  const { x, y } = pointOf(element, event);
  const found = foundAt(chart.marks(), x, y);
  element.classList.toggle("chart-found", Boolean(found));
  if (found) showTip(saidOf(found), { x: event.clientX, y: event.clientY });
  else hideTip();
}

/** Choose what is under a pointer. @param {HTMLElement} element @param {Pointed} chart @param {MouseEvent} event */
function choose(element, chart, event) {
  const { x, y } = pointOf(element, event);
  const found = foundAt(chart.marks(), x, y);
  const value = found?.shown.trace.customdata?.[found.index];
  if (value !== undefined) chart.choose(value);
}

/** @param {HTMLElement} element @param {Pointed} chart */
export function followPointer(element, chart) {
  /** @type {Span | null} */
  let span = null;
  let wasDragged = false;
  element.addEventListener("pointerdown", (event) => {
    wasDragged = false;
    const { x, y } = pointOf(element, event);
    const { top, bottom } = chart.area();
    if (event.button === 0 && chart.isDragged() && y >= top && y <= bottom) span = new Span(x);
  });
  element.addEventListener("pointermove", (event) => {
    span?.drag(element, pointOf(element, event).x, chart.area());
    if (!span?.isDragged) {
      tell(element, chart, event);
      return;
    }
    element.setPointerCapture(event.pointerId);
    hideTip();
  });
  element.addEventListener("pointerup", () => {
    wasDragged = span?.isDragged ?? false;
    if (span && wasDragged) chart.span(valuesWithin(chart.marks(), ...span.ends));
    span?.drop();
    span = null;
  });
  element.addEventListener("pointercancel", () => {
    span?.drop();
    span = null;
  });
  element.addEventListener("pointerleave", hideTip);
  element.addEventListener("click", (event) => {
    if (!wasDragged) choose(element, chart, event);
  });
}
