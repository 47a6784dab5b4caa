import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { clicked, graphDrawing } from "../../../../assets/js/charts/graph.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const of = (selects) => ({ dataset: { selects } });
const click = (value) => ({ points: [{ customdata: value }] });

beforeEach(() => {
  openPage();
  followStore({ city: "riverton", channel: "app" });
});

test("a mark that was clicked selects its first value", () => {
  clicked(of("service"), click(["noise", "other"]));
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", service: "noise" });
});

test("a click beside all marks, or on a chart that selects nothing, selects nothing", () => {
  clicked(of("channel"), { points: [] });
  clicked(of(""), click("phone"));
  assert.deepEqual(currentView(), { city: "riverton", channel: "app" });
});

test("a figure is drawn again in its element, which is listened to once", () => {
  const calls = [];
  globalThis.window.Plotly = {
    react: (graph, figure) => {
      graph.on ??= (event) => calls.push(event);
      calls.push(figure);
    },
    purge: () => calls.push("purged"),
  };
  const graph = graphDrawing.make();
  const props = { figure: { data: [1], layout: {} }, config: { locale: "en" }, height: "20rem", selects: "service" };
  graphDrawing.draw(graph, props);
  graphDrawing.draw(graph, { ...props, figure: { data: [2], layout: {} } });
  graphDrawing.remove(graph);
  assert.deepEqual(calls, [
    { data: [1], layout: {}, config: { locale: "en" } },
    "plotly_click",
    { data: [2], layout: {}, config: { locale: "en" } },
    "purged",
  ]);
  assert.deepEqual([graph.style.height, graph.dataset.selects], ["20rem", "service"]);
});
