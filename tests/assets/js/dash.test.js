import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { noUpdate, setProps, triggeredIndexes } from "../../../assets/js/dash.js";
import { openPage } from "./page.js";

let page;
beforeEach(() => {
  page = openPage();
});

const IDS = [
  { type: "control", dimension: "channel" },
  { type: "control", dimension: "channel_2" },
];

test("the places of those whose change called a callback", () => {
  page.dash.callback_context.triggered = [{ prop_id: '{"dimension":"channel_2","type":"control"}.value' }];
  assert.deepEqual(triggeredIndexes(IDS), [1]);
});

test("an id that begins like another one is not that one", () => {
  page.dash.callback_context.triggered = [{ prop_id: '{"dimension":"channel","type":"control"}.value' }];
  assert.deepEqual(triggeredIndexes(IDS), [0]);
});

test("a callback that nobody called has no places", () => {
  page.dash.callback_context.triggered = [{ prop_id: "." }];
  assert.deepEqual(triggeredIndexes(IDS), []);
});

test("components are given properties by Dash", () => {
  setProps("view", { data: { city: "riverton" } });
  assert.deepEqual(page.dash.given, [["view", { data: { city: "riverton" } }]]);
  assert.equal(noUpdate(), page.dash.no_update);
});
