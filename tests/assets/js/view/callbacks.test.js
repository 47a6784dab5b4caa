import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { marked, named, shown, spanned, used } from "../../../../assets/js/view/callbacks.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const control = (dimension) => ({ dimension, type: "control" });
const graph = (selects) => ({ panel: selects, selects, type: "graph" });
const click = (value) => ({ points: [{ customdata: [value, "other"] }] });

let page;

/** Let Dash say that these components changed. */
function trigger(...ids) {
  page.dash.callback_context.triggered = ids.map((id) => ({
    prop_id: `${JSON.stringify(id, Object.keys(id).sort())}.value`,
  }));
}

beforeEach(() => {
  page = openPage('<h1>Services</h1><span class="brand-city">Riverton</span>');
  followStore({ city: "riverton", channel: "app" });
});

test("controls show the view, those that show it already are left alone", () => {
  const controls = ["channel", "service", "area", "measure", "period"].map(control);
  const now = [["phone"], [], null, "requests", ["2024-01-01", "2024-01-31"]];
  const stays = page.dash.no_update;
  assert.deepEqual(shown({ city: "riverton", channel: "app" }, "services", controls, now), [
    ["app"],
    stays,
    stays,
    stays,
    [null, null],
  ]);
  assert.equal(page.window.location.search, "?city=riverton&channel=app");
});

test("only the control that changed is read", () => {
  const controls = [control("channel"), control("service")];
  trigger(controls[1]);
  assert.equal(used([[], ["noise"]], controls), page.dash.no_update);
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", service: "noise" });
});

test("controls that were only laid out change nothing", () => {
  used([["phone"]], [control("channel")]);
  assert.deepEqual(page.dash.given, []);
});

test("a mark that was clicked selects its first value", () => {
  const graphs = [graph("channel"), graph("service")];
  trigger(graphs[1]);
  assert.equal(marked([click("phone"), click("noise")], graphs), page.dash.no_update);
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", service: "noise" });
});

test("a click beside all marks selects nothing", () => {
  trigger(graph("channel"));
  marked([{ points: [] }], [graph("channel")]);
  marked([null], [graph("channel")]);
  assert.deepEqual(page.dash.given, []);
});

test("a span that was dragged becomes the period", () => {
  trigger(graph("period"));
  spanned(
    [{ range: { x: [] }, points: [{ customdata: "2025-01-01" }, { customdata: ["2025-03-01"] }] }],
    [graph("period")],
  );
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", since: "2025-01-01", until: "2025-03-31" });
});

test("a selection that was not dragged, or is empty, changes nothing", () => {
  trigger(graph("period"));
  spanned([{ points: [{ customdata: "2025-01-01" }] }], [graph("period")]);
  spanned([{ range: {}, points: [] }], [graph("period")]);
  spanned([null], [graph("period")]);
  assert.deepEqual(page.dash.given, []);
});

test("a page is named after its heading and its city, in its language", () => {
  assert.equal(named({ city: "riverton", lang: "zh" }), page.dash.no_update);
  assert.equal(page.document.title, "Services · Riverton");
  assert.equal(page.document.documentElement.lang, "zh");
});
