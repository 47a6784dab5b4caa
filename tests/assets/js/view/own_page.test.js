import assert from "node:assert/strict";
import { test } from "node:test";
import { openMarked, openPageOf, pageLink, pageOf } from "../../../../assets/js/view/own_page.js";
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

test("a name that leads to its page is a link, and one without a page is none", () => {
  openPage();
  followStore({ city: "riverton" });
  const link = pageLink("area", "N W", "Northwest <b>");
  assert.deepEqual([link.getAttribute("href"), link.textContent], ["/areas/N%20W?city=riverton", "Northwest <b>"]);
  assert.deepEqual([pageLink("nature", "Litter", "Litter"), pageLink("payee", null, "–")], [null, null]);
});

test("a mark opens the page of another thing on a page of one thing only", () => {
  const gone = [];
  const marked = (body) => {
    const { window } = openPage(body);
    window.location.assign = (address) => gone.push(address);
    followStore({ city: "riverton" });
    return openMarked("noise", "service");
  };
  assert.equal(marked('<main data-fixed="area"></main>'), true);
  assert.equal(openMarked("2025-01-01", "period"), false);
  assert.equal(marked('<main data-fixed=""></main>'), false);
  assert.deepEqual(gone, ["/services/noise?city=riverton"]);
});
