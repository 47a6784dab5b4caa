import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startNameSearch } from "../../../../assets/js/name_search/name_search.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const WORDS = { none: "None", found: "{shown} of {total}", chosen: "Chosen", open: "Enter" };
const FOUND = ["noise", "water", "trees"].map((key) => ({ kind: "service", key, name: key, other: "" }));

let page;
let found;
let asked;
let timers;
let assigned;

/** A page with the search; `key` is the page that it lies on. */
function open(key = "services") {
  page = openPage(`<div data-name-search="${key}" data-words='${JSON.stringify(WORDS)}'><input aria-expanded="false">
    <div role="listbox" hidden></div><div role="status"></div></div><button id="elsewhere"></button>`);
  [asked, timers, assigned] = [[], [], []];
  found = FOUND;
  page.window.setTimeout = (next) => timers.push(next);
  page.window.clearTimeout = () => {
    timers = [];
  };
  page.window.location.assign = (address) => assigned.push(address);
  page.window.Element.prototype.scrollIntoView = () => {};
  globalThis.fetch = async (address, { signal }) => {
    asked.push({ address, signal });
    return { ok: true, json: async () => ({ total: 9, found }) };
  };
  followStore({ city: "riverton", lang: "en", area: "NW" });
  startNameSearch();
}

const input = () => page.document.querySelector("input");
const list = () => page.document.querySelector("[role=listbox]");
const active = () => page.document.querySelector(".active")?.dataset.key;

/** Press a key in the box; whether it was taken. */
function press(key, options = {}) {
  const event = new page.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options });
  input().dispatchEvent(event);
  return event.defaultPrevented;
}

/** Type a word and let the server answer. */
async function type(word) {
  input().focus();
  input().value = word;
  input().dispatchEvent(new page.window.Event("input", { bubbles: true }));
  timers.forEach((next) => next());
  await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => open());

test("typing asks the server and opens the list", async () => {
  await type("noi");
  assert.deepEqual(
    asked.map(({ address }) => address),
    ["/api/names/riverton?q=noi&lang=en"],
  );
  assert.deepEqual([list().hidden, input().getAttribute("aria-expanded")], [false, "true"]);
  assert.equal(page.document.querySelector("[role=status]").textContent, "3 of 9");
});

test("a newer word gives up the older request", async () => {
  await type("n");
  await type("no");
  assert.deepEqual(
    asked.map(({ signal }) => signal.aborted),
    [true, false],
  );
});

test("arrow keys move through the list, and a screen reader follows", async () => {
  await type("");
  press("ArrowDown");
  press("ArrowDown");
  assert.deepEqual([active(), input().getAttribute("aria-activedescendant")], ["water", "name-search-1"]);
  press("ArrowUp");
  press("ArrowUp");
  assert.equal(active(), "trees");
});

test("an arrow key opens a closed list", () => {
  assert.equal(press("ArrowDown"), true);
  assert.equal(asked.length, 1);
});

test("Enter chooses the active service, else the first, and empties the box", async () => {
  await type("noi");
  press("Enter");
  assert.deepEqual([currentView().service, input().value, list().hidden], ["noise", "", true]);
  await type("");
  press("ArrowUp");
  press("Enter");
  assert.equal(currentView().service, "noise|trees");
});

test("Enter in a closed list chooses nothing", async () => {
  press("Enter");
  await type("noi");
  press("Escape");
  press("Enter");
  assert.equal(currentView().service, undefined);
});

test("Escape closes an open list, and is left to the page when there is none", async () => {
  await type("noi");
  assert.equal(press("Escape"), true);
  assert.equal(list().hidden, true);
  assert.equal(press("Escape"), false);
});

test("keys of an input method are its own", async () => {
  await type("zao");
  assert.equal(press("Enter", { isComposing: true }), false);
  assert.equal(currentView().service, undefined);
});

test("with Ctrl, or on the page of one service, its own page is opened", async () => {
  await type("noi");
  press("Enter", { ctrlKey: true });
  press("Enter", { metaKey: true });
  assert.deepEqual(assigned, Array(2).fill("/services/noise?city=riverton&lang=en"));
  open("service");
  await type("noi");
  press("Enter");
  assert.deepEqual(assigned, ["/services/noise?city=riverton&lang=en"]);
});

test("premises open their own page, an area becomes the view's", async () => {
  found = [{ kind: "premises", key: "p1", name: "Diner", other: "" }];
  await type("din");
  press("Enter");
  assert.deepEqual(assigned, ["/food-safety/p1?city=riverton&lang=en"]);
  found = [{ kind: "area", key: "SE", name: "Southeast", other: "" }];
  await type("sou");
  press("Enter");
  assert.deepEqual([currentView().area, input().value], ["SE", ""]);
});

test("a press elsewhere closes the list, a click on a service chooses it", async () => {
  await type("noi");
  page.document.querySelector("[data-key=water] span").click();
  assert.equal(currentView().service, "water");
  await type("noi");
  page.document.getElementById("elsewhere").dispatchEvent(new page.window.MouseEvent("mousedown", { bubbles: true }));
  assert.equal(list().hidden, true);
});

test("without a server the list closes, as it would be of another word", async () => {
  await type("noi");
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  await type("nois");
  assert.equal(list().hidden, true);
});

test("a click in the box opens a closed list, and leaves an open one alone", async () => {
  input().focus();
  page.document.getElementById("elsewhere").click();
  assert.equal(asked.length, 0);
  input().click();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([asked.length, list().hidden], [1, false]);
  input().click();
  assert.equal(asked.length, 1);
});

test("a press in the list leaves the focus in the box, one elsewhere takes it", async () => {
  await type("noi");
  const pressed = (element) => {
    const event = new page.window.MouseEvent("mousedown", { bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.equal(pressed(page.document.querySelector("[role=option]")), true);
  assert.equal(list().hidden, false);
  assert.equal(pressed(input()), false);
});

test("a focus that goes elsewhere closes the list, one within leaves it", async () => {
  await type("noi");
  input().dispatchEvent(new page.window.Event("focusin", { bubbles: true }));
  assert.equal(list().hidden, false);
  page.document.getElementById("elsewhere").dispatchEvent(new page.window.Event("focusin", { bubbles: true }));
  assert.equal(list().hidden, true);
});
