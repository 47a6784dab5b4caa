import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { clicked, graphDrawing, spanned } from "../../../../assets/js/charts/graph.js";
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

test("a span that was dragged becomes the period, also over a line without marks", () => {
  const months = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"];
  const data = [
    { x: months, customdata: months.map((month) => [month]) },
    { x: months, y: [1, 2, 3, 4] },
  ];
  spanned({ ...of("period"), data }, { range: { x: ["2024-12-20 06:00", "2025-03-01 12:30:00.5"] } });
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", since: "2025-01-01", until: "2025-03-31" });
});

test("a span over places that are no dates becomes the days that stand there", () => {
  const data = [{ x: [0, 1, 2], customdata: ["2025-01-01", "2025-06-01", "2025-12-01"] }];
  spanned({ ...of("period"), data }, { range: { x: [0.6, 2.4] } });
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", since: "2025-06-01", until: "2025-12-31" });
});

test("a selection that was not dragged, or is empty, changes nothing", () => {
  const data = [{ x: ["2025-01-01"], customdata: ["2025-01-01"] }];
  spanned({ ...of("period"), data }, {});
  spanned({ ...of("period"), data }, { range: {} });
  spanned({ ...of("period"), data }, { range: { x: ["2025-01-02", "2025-01-31"] } });
  spanned(of("period"), undefined);
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
    "plotly_selected",
    { data: [2], layout: {}, config: { locale: "en" } },
    "purged",
  ]);
  assert.deepEqual([graph.style.height, graph.dataset.selects], ["20rem", "service"]);
});
