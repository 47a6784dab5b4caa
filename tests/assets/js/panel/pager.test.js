import assert from "node:assert/strict";
import { test } from "node:test";
import { startPager } from "../../../../assets/js/panel/pager.js";
import { openParts } from "../../../../assets/js/view/parts.js";
import { followStore } from "../../../../assets/js/view/view.js";
import { arrived, openStage } from "../view/stage.js";

test("a page that there is is asked for, and none of a button that leads nowhere", async () => {
  const stage = openStage();
  followStore({ city: "riverton", lang: "en" });
  startPager();
  openParts();
  await arrived();
  stage.document.body.insertAdjacentHTML(
    "beforeend",
    `<button data-pages-of="near" data-turn-to="2" id="on"><b>Next</b></button>
    <button data-pages-of="near" aria-disabled="true" id="end">Previous</button>
    <button data-panel="near" data-export="csv" id="export">CSV</button>`,
  );
  for (const place of ["#on b", "#end", "#export"]) stage.document.querySelector(place).click();
  await arrived();
  assert.deepEqual(stage.server.asked.slice(1), ["/view/v1/services?city=riverton&lang=en&parts=panel.near.2"]);
  assert.equal(stage.text("panel.near"), "panel.near.2 of the city");
});
