/** A figure that Plotly draws: again and again in the same element, as `Plotly.react` finds what changed. */
import { choiceOfMark } from "../view/choices.js";
import { loadPlotly } from "./plotly.js";
import { openMarked } from "../view/own_page.js";
import { draggedPeriod } from "../view/period.js";
import { currentView, select } from "../view/view.js";

/** @typedef {{ customdata?: unknown }} Point */
/** @typedef {{ x?: unknown[], customdata?: unknown[] }} Trace */

/** What a point of a figure stands for. @param {Point} point */
const valueOf = (point) => [point.customdata].flat()[0];

/** A place on an axis of dates as Plotly writes it, or of numbers. @param {any} place */
const written = (place) => (typeof place === "string" ? place.replace("T", " ") : place);

/**
 * What the points between two places stand for: a line has no marks that Plotly could tell of.
 * @param {Trace[]} traces
 * @param {[any, any]} span
 */
function valuesWithin(traces, span) {
  const [first, last] = span.map(written);
  return traces.flatMap(({ x = [], customdata = [] }) =>
    customdata
      .filter((_, index) => written(x[index]) >= first && written(x[index]) <= last)
      .map((value) => [value].flat()[0]),
  );
}

/** A mark was clicked. @param {HTMLElement} graph @param {{ points: Point[] }} event */
export function clicked({ dataset }, { points }) {
  if (!points[0] || openMarked(valueOf(points[0]), dataset.selects)) return;
  select(choiceOfMark(currentView(), valueOf(points[0]), dataset.selects));
}

/**
 * A span of a chart over time was dragged.
 * @param {{ dataset: DOMStringMap, data?: Trace[] }} graph
 * @param {{ range?: { x?: [any, any] } } | undefined} span
 */
export function spanned({ dataset, data = [] }, span) {
  if (!span?.range?.x) return;
  const period = draggedPeriod(valuesWithin(data, span.range.x), dataset.selects ?? "");
  if (period) select({ ...period });
}

/** @param {import("../globals.d.ts").Graph} graph */
function listen(graph) {
  graph.on("plotly_click", (/** @type {any} */ event) => clicked(graph, event));
  graph.on("plotly_selected", (/** @type {any} */ event) => spanned(graph, event));
}

/** What each graph was told last: no older figure is drawn when Plotly comes. @type {WeakMap<Element, object>} */
const told = new WeakMap();

/**
 * @param {HTMLElement} graph
 * @param {import("../globals.d.ts").Plotly} plotly
 * @param {Record<string, any>} props
 */
function draw(graph, plotly, { figure, config }) {
  const isNew = !("on" in graph);
  plotly.react(graph, { ...figure, config });
  if (isNew && "on" in graph) listen(/** @type {import("../globals.d.ts").Graph} */ (graph));
}

/** @type {import("../drawing/elements.js").Drawing} */
export const graphDrawing = {
  make() {
    const graph = document.createElement("div");
    graph.className = "dash-graph";
    return graph;
  },
  draw(graph, props) {
    graph.style.height = props.height;
    graph.dataset.selects = props.selects;
    told.set(graph, props);
    if (window.Plotly) {
      draw(graph, window.Plotly, props);
      return;
    }
    loadPlotly().then((plotly) => {
      if (graph.isConnected && told.get(graph) === props) draw(graph, plotly, props);
    });
  },
  remove(graph) {
    window.Plotly?.purge(graph);
  },
};
