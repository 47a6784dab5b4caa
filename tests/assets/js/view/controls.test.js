import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { followControls, readControls, showControls, startControls } from "../../../../assets/js/view/controls.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const control = (dimension) => ({ dimension, type: "control" });
const written = (dimension) => JSON.stringify(control(dimension));
const NAMES = ["channel", "service", "area", "measure", "period"];

let page;

/** Let Dash say that these controls changed. */
function trigger(...dimensions) {
  page.dash.callback_context.triggered = dimensions.map((name) => ({ prop_id: `${written(name)}.value` }));
}

beforeEach(() => {
  page = openPage(NAMES.map((name) => `<input id='${written(name)}'><b id='${written(name)}-label'></b>`).join(""));
  followStore({ city: "riverton", channel: "app" });
  followControls(currentView());
});

test("controls show the view, those that show it already are left alone", () => {
  showControls({ city: "riverton", channel: "phone", since: "2024-01-01", until: "2024-01-31" });
  assert.deepEqual(page.dash.given, [
    [control("channel"), { value: ["phone"] }],
    [control("period"), { value: ["2024-01-01", "2024-01-31"] }],
  ]);
  showControls({ city: "riverton", channel: "phone", since: "2024-01-01", until: "2024-01-31" });
  assert.equal(page.dash.given.length, 2);
});

test("the map's measure stays where the view names none", () => {
  showControls({ city: "riverton", channel: "app", measure: "requests" });
  showControls({ city: "riverton", channel: "app" });
  assert.deepEqual(page.dash.given, [[control("measure"), { value: "requests" }]]);
});

test("only the control that changed is read, and is not told again what it shows", () => {
  trigger("service");
  readControls([[], ["noise"]], [control("channel"), control("service")]);
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", service: "noise" });
  showControls(currentView());
  assert.deepEqual(page.dash.given, []);
});

test("the slider counts the days that the page can be seen as of; its end is what is known now", () => {
  const days = JSON.stringify(["2024-01-10", "2024-02-10", "2024-03-10"]);
  const slider = `<i id='${written("as_of")}'></i><output class="vintage-day"></output>`;
  page = openPage(`<div data-vintages='${days}'>${slider}</div>`);
  document.documentElement.lang = "en";
  followStore({ city: "riverton" });
  followControls(currentView());
  trigger("as_of");
  readControls([2], [control("as_of")]);
  assert.deepEqual(currentView(), { city: "riverton", as_of: "2024-02-10" });
  showControls({ city: "riverton", as_of: "2024-01-31" });
  assert.deepEqual(page.dash.given.at(-1), [control("as_of"), { value: 1 }]);
  assert.equal(document.querySelector(".vintage-day").textContent, "Jan 10, 2024");
  trigger("as_of");
  readControls([3], [control("as_of")]);
  assert.deepEqual(currentView(), { city: "riverton" });
});

test("controls that were only laid out change nothing", () => {
  trigger();
  readControls([["phone"]], [control("channel")]);
  assert.deepEqual(currentView(), { city: "riverton", channel: "app" });
});

test("a control that says late what it was given makes no choice of it; the reader's next one counts", () => {
  startControls();
  showControls({ city: "riverton", channel: "app", area: "NW" });
  showControls({ city: "riverton", channel: "app" });
  trigger("area");
  readControls(["NW"], [control("area")]);
  assert.deepEqual(currentView(), { city: "riverton", channel: "app" });
  page.document.dispatchEvent(new page.window.Event("pointerdown"));
  readControls(["NW"], [control("area")]);
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", area: "NW" });
});
