import assert from "node:assert/strict";
import { test } from "node:test";
import { openPageOf, pageOf } from "../../../../assets/js/view/own_page.js";
import { followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const VIEW = { city: "riverton", lang: "en", area: "NW", since: "2025-01-01", as_of: "2025-06-01" };

test("the page of premises keeps the city, the language and the day, and nothing that narrows", () => {
  const address = pageOf("premises", "p 1/2", VIEW);
  assert.equal(address, "/food-safety/p%201%2F2?city=riverton&lang=en&as_of=2025-06-01");
});

test("values of other dimensions have no page", () => {
  assert.equal(pageOf("nature", "Litter", VIEW), null);
});

test("opening says whether there is a page", () => {
  const { window } = openPage();
  const gone = [];
  window.location.assign = (address) => gone.push(address);
  followStore({ city: "riverton" });
  assert.deepEqual([openPageOf("service", "noise"), openPageOf("nature", "Litter")], [true, false]);
  assert.deepEqual(gone, ["/services/noise?city=riverton"]);
});
