/** A figure that Plotly draws: again and again in the same element, as `Plotly.react` finds what changed. */
import { choiceOfMark } from "../view/choices.js";
import { loadPlotly } from "./plotly.js";
import { openMarked } from "../view/own_page.js";
import { currentView, select } from "../view/view.js";

/** @typedef {{ customdata?: unknown }} Point */

/** What a point of a figure stands for. @param {Point} point */
const valueOf = (point) => [point.customdata].flat()[0];

/** A mark was clicked. @param {HTMLElement} graph @param {{ points: Point[] }} event */
export function clicked({ dataset }, { points }) {
  if (!points[0] || openMarked(valueOf(points[0]), dataset.selects)) return;
  select(choiceOfMark(currentView(), valueOf(points[0]), dataset.selects));
}

/** @param {import("../globals.d.ts").Graph} graph */
function listen(graph) {
  graph.on("plotly_click", (/** @type {any} */ event) => clicked(graph, event));
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
