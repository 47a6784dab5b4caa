/**
 * Draws lines, bands and bars as SVG: a figure in Plotly's words that nobody zooms, in a tenth of its time. Colours are
 * the page's variables, so a change of theme asks nothing of it. Pictures to take away are Plotly's.
 * @typedef {import("./chart_traces.js").Trace} Trace
 */
import { choiceOfMark } from "../view/choices.js";
import { openMarked } from "../view/own_page.js";
import { draggedPeriod } from "../view/period.js";
import { currentView, select } from "../view/view.js";
import { axesOf, notesOf, scalesOf } from "./chart_axes.js";
import { followLegend, keyOf, legendOf } from "./chart_legend.js";
import { shownOf, tracesOf } from "./chart_marks.js";
import { followPointer } from "./chart_pointing.js";
import { svg } from "./chart_svg.js";

/** Pixels between a legend and the plot, whose uppermost tick stands half a line above it. */
const LEGEND_GAP_PX = 14;

/**
 * @typedef {object} Chart what an element shows
 * @property {Record<string, any>} props
 * @property {Set<string>} hidden names of traces that the reader took away
 * @property {{ width: number, height: number, type: number, legend: number } | null} size
 * @property {string} legend what the legend said when its height was measured
 * @property {import("./chart_axes.js").Area} area
 * @property {import("./chart_marks.js").Shown[]} shown what a pointer may find
 * @property {ResizeObserver} observer
 */

/** @type {WeakMap<HTMLElement, Chart>} */
const charts = new WeakMap();

/** What a mark stands for. @param {any} value */
const first = (value) => [value].flat()[0];

/** The room that an element has, by how much its type grows, and the legend's height. @param {HTMLElement} element */
function measured(element) {
  const type = parseFloat(window.getComputedStyle(document.documentElement).fontSize) / 16 || 1;
  const legend = /** @type {HTMLElement} */ (element.firstElementChild).offsetHeight;
  return { width: element.clientWidth, height: element.clientHeight, type, legend };
}

/** Where the traces stand. @param {NonNullable<Chart["size"]>} size @param {Record<string, number>} margin */
function areaOf({ width, height, type, legend }, { l, r, t, b }) {
  const top = Math.max(t * type, legend ? legend + LEGEND_GAP_PX : 0);
  return { left: l * type, right: Math.max(width - r * type, l * type), top, bottom: Math.max(height - b * type, top) };
}

/** Draw what the chart should show in the room that it has. @param {HTMLElement} element @param {Chart} chart */
function redraw(element, chart) {
  const { figure, config } = chart.props;
  const { data, layout } = figure;
  const said = legendOf(/** @type {HTMLElement} */ (element.firstElementChild), figure, chart.hidden);
  if (!chart.size || said !== chart.legend) chart.size = measured(element);
  chart.legend = said;
  const { width, height, type } = chart.size;
  if (!width || !height) return;
  const area = areaOf(chart.size, layout.margin);
  const scales = scalesOf(data, layout, area);
  const shown = shownOf(
    data.filter((/** @type {Trace} */ trace) => !chart.hidden.has(keyOf(trace))),
    layout,
    scales,
  );
  const months = config.locales?.[config.locale]?.format.shortMonths ?? [];
  const { left, top } = area;
  const box = { x: left, y: top, width: area.right - left, height: area.bottom - top };
  const drawn = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  drawn.append(
    ...axesOf(figure, area, scales, { months, type }),
    svg("rect", { class: "chart-area", ...box }),
    ...tracesOf(shown, data, type),
    ...notesOf(layout, area, scales, type),
  );
  element.lastElementChild?.replaceWith(drawn);
  chart.area = area;
  chart.shown = shown.filter(({ trace }) => trace.hoverinfo !== "skip");
}

/** @param {HTMLElement} element @param {Chart} chart */
function listen(element, chart) {
  followLegend(/** @type {HTMLElement} */ (element.firstElementChild), chart.hidden, () => redraw(element, chart));
  followPointer(element, {
    marks: () => chart.shown,
    area: () => chart.area,
    isDragged: () => chart.props.figure.layout.dragmode === "select",
    choose(value) {
      const { selects } = chart.props;
      if (!openMarked(first(value), selects)) select(choiceOfMark(currentView(), first(value), selects));
    },
    span(values) {
      const period = draggedPeriod(values.map(first), chart.props.selects);
      if (period) select({ ...period });
    },
  });
}

/** @param {HTMLElement} element @returns {Chart} */
function begin(element) {
  const chart = {
    props: {},
    hidden: /** @type {Set<string>} */ (new Set()),
    size: null,
    legend: "",
    area: { left: 0, top: 0, right: 0, bottom: 0 },
    shown: [],
    observer: new ResizeObserver(() => resized(element)),
  };
  element.append(document.createElement("div"), svg("svg"));
  charts.set(element, chart);
  listen(element, chart);
  chart.observer.observe(element);
  return chart;
}

/** @param {HTMLElement} element */
function resized(element) {
  const chart = charts.get(element);
  const isSame = chart?.size?.width === element.clientWidth && chart.size.height === element.clientHeight;
  if (!chart || isSame) return;
  chart.size = null;
  redraw(element, chart);
}

/**
 * Draw every chart anew for paper: as wide as a sheet's panel, and in pixels as high as it stands on the screen: a
 * sheet's type is smaller. Nothing is laid out between this and the printing.
 * @param {number} width of a chart on paper, in CSS pixels
 */
export function drawForPaper(width) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".chart"))) {
    const height = element.clientHeight;
    if (!height) continue;
    Object.assign(element.style, { width: `${width}px`, height: `${height}px` });
    resized(element);
  }
}

/** Draw every chart as it stands on the screen again. */
export function drawForScreen() {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".chart"))) {
    Object.assign(element.style, { width: "", height: charts.get(element)?.props.height ?? "" });
    resized(element);
  }
}

/** @type {import("../drawing/elements.js").Drawing} */
export const chartDrawing = {
  make: () => Object.assign(document.createElement("div"), { className: "chart" }),
  draw(element, props) {
    const chart = charts.get(element) ?? begin(element);
    if (element.style.height !== props.height) {
      element.style.height = props.height;
      chart.size = null;
    }
    chart.props = props;
    element.classList.toggle("chart-chosen", Boolean(props.selects));
    redraw(element, chart);
  },
  remove(element) {
    charts.get(element)?.observer.disconnect();
    charts.delete(element);
  },
};
