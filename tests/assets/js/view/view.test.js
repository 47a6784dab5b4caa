import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as view from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

let page;
let assigned;

/** A page with such a view in its Store. */
function open(data, { body = "", address = "http://city.test/services" } = {}) {
  page = openPage(body, address);
  assigned = [];
  heard = [];
  page.window.location.assign = (next) => assigned.push(next);
  view.followStore(data);
  view.mirrorToAddress();
}

const shownAddress = () => page.window.location.pathname + page.window.location.search;
/** What listeners heard since the page was opened. */
let heard = [];
view.onChange((next) => heard.push(next));

beforeEach(() => open({ city: "riverton", lang: "en" }));

test("the address says the view once the page knows its city", () => {
  assert.equal(shownAddress(), "/services?city=riverton&lang=en");
  let replaced = 0;
  page.window.history.replaceState = () => {
    replaced += 1;
  };
  view.mirrorToAddress();
  assert.equal(replaced, 0);
  open({});
  assert.equal(shownAddress(), "/services");
});

test("a choice goes to whoever listens and to the address", () => {
  view.toggle("channel", "app");
  view.toggle("channel", "phone");
  assert.deepEqual(view.currentView(), { city: "riverton", lang: "en", channel: "app|phone" });
  assert.deepEqual(heard.at(-1), view.currentView());
  assert.equal(shownAddress(), "/services?city=riverton&lang=en&channel=app%7Cphone");
});

test("what is chosen already changes nothing", () => {
  view.select({ lang: "en", area: null });
  assert.deepEqual(heard, []);
});

test("each choice is a step that the back button takes back", () => {
  const before = page.window.history.length;
  view.selectPeriod("2025-01-01", "2025-01-31");
  view.select({ area: "NW" });
  view.select({ area: "NW" });
  assert.equal(page.window.history.length, before + 2);
});

test("another city begins anew, in the same language", () => {
  view.select({ area: "NW" });
  view.select({ city: "leeds" });
  assert.deepEqual(assigned, ["/services?city=leeds&lang=en"]);
});

test("over TLS the language is remembered for TLS alone", () => {
  for (const [address, secure] of [
    ["http://city.test/services", false],
    ["https://city.test/services", true],
  ]) {
    open({ city: "riverton", lang: "en" }, { address });
    let cookie = "";
    const take = (text) => {
      cookie = text;
    };
    Object.defineProperty(page.window.document, "cookie", { set: take });
    view.select({ lang: "zh" }, true);
    assert.equal(cookie.endsWith(";samesite=lax;secure"), secure);
    assert.match(cookie, /^citydeck-language=zh;path=\/;max-age=/);
  }
});

test("another language loads the page again and is remembered", () => {
  view.select({ lang: "zh" }, true);
  assert.deepEqual(assigned, ["/services?city=riverton&lang=zh"]);
  assert.match(page.document.cookie, /citydeck-language=zh/);
});

test("what belongs to the page's path is no key of its address and is never freed", () => {
  open(
    { city: "riverton", service: "noise" },
    { body: '<main data-fixed="service"></main>', address: "http://city.test/services/noise" },
  );
  assert.equal(shownAddress(), "/services/noise?city=riverton");
  view.takeBack();
  assert.deepEqual(heard, []);
  page.window.history.replaceState(null, "", "/services/noise?city=riverton&area=NW");
  assert.equal(view.followHistory(), true);
  assert.deepEqual(heard, [{ city: "riverton", area: "NW", service: "noise" }]);
});

test("another thing of the page's kind is another page, none of them the overview, as is another city", () => {
  const body = '<main data-fixed="area"></main>';
  open({ city: "riverton", area: "NW", since: "2025-01-01" }, { body, address: "http://city.test/areas/NW" });
  view.select({ area: "N E" });
  view.select({ area: null });
  view.select({ city: "leeds" });
  assert.deepEqual(assigned, [
    "/areas/N%20E?city=riverton&since=2025-01-01",
    "/?city=riverton&since=2025-01-01",
    "/?city=leeds",
  ]);
  assert.deepEqual(heard, []);
});

test("Escape frees the last choice", () => {
  view.select({ area: "NW" });
  view.toggle("channel", "app");
  view.takeBack();
  assert.deepEqual(view.currentView(), { city: "riverton", lang: "en", area: "NW" });
});

test("a step back to another page is left to Dash", () => {
  page.window.history.replaceState(null, "", "/fiscal?city=riverton");
  assert.equal(view.followHistory(), false);
  assert.deepEqual(heard, []);
});
