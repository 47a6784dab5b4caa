import assert from "node:assert/strict";
import { test } from "node:test";
import { startPager } from "../../../../assets/js/panel/pager.js";
import { openPage } from "../page.js";

test("a page that is there is asked of the panel's own store, and none of a button that leads nowhere", () => {
  const page = openPage(`<button data-pages-of="premises" data-turn-to="2" id="on"><b>Next</b></button>
    <button data-pages-of="premises" aria-disabled="true" id="end">Previous</button>
    <button data-panel="premises" data-page="food_safety" data-export="csv" id="export">CSV</button>`);
  const asked = [];
  page.window.dash_clientside = { set_props: (id, props) => asked.push([id, props]) };
  startPager();
  page.document.querySelector("#on b").click();
  page.document.querySelector("#end").click();
  page.document.querySelector("#export").click();
  assert.deepEqual(asked, [[{ type: "panel-page", key: "premises" }, { data: 2 }]]);
});
