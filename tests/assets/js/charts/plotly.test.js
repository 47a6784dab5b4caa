import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { loadPlotly } from "../../../../assets/js/charts/plotly.js";
import { openPage } from "../page.js";

let page;
let scripts;

beforeEach(() => {
  page = openPage("<main></main>");
  scripts = [];
  // Nothing is fetched in a test: a script that was asked for comes, or fails, when the test says so.
  page.document.head.append = (script) => scripts.push(script);
});

/** The last script that was asked for arrives. */
async function arrive() {
  page.window.Plotly = { react() {}, newPlot() {}, purge() {} };
  scripts.at(-1).onload();
  await page.settled();
}

test("a script that did not come is asked for again with the next figure", async () => {
  const first = loadPlotly();
  scripts[0].onerror();
  await assert.rejects(first, TypeError);
  loadPlotly();
  assert.equal(scripts.length, 2);
  await arrive();
});

test("once it came it is asked for no more, and draws in the theme", async () => {
  assert.equal(typeof (await loadPlotly()).react, "function");
  assert.equal(scripts.length, 0);
});
