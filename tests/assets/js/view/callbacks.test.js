import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { opened, used } from "../../../../assets/js/view/callbacks.js";
import { currentView } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const control = (dimension) => ({ dimension, type: "control" });

let page;

beforeEach(() => {
  page = openPage('<h1>Services</h1><span class="brand-city">Riverton</span>');
  globalThis.fetch = async () => {
    throw new Error("nothing is to be asked");
  };
  opened({ city: "riverton", channel: "app" });
});

test("a page is named after its heading and its city, in its language", () => {
  assert.equal(opened({ city: "riverton", lang: "zh" }), page.dash.no_update);
  assert.equal(page.document.title, "Services · Riverton");
  assert.equal(page.document.documentElement.lang, "zh");
  assert.equal(page.window.location.search, "?city=riverton&lang=zh");
});

test("a control that was used changes the view", () => {
  page.dash.callback_context.triggered = [{ prop_id: '{"dimension":"service","type":"control"}.value' }];
  assert.equal(used([[], ["noise"]], [control("channel"), control("service")]), page.dash.no_update);
  assert.deepEqual(currentView(), { city: "riverton", channel: "app", service: "noise" });
});
