import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { askFolded, fold, foldKnown, startFolding, widened } from "../../../../assets/js/view/folding.js";
import { select } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const NONE = '<p class="sentence of-city">None of it.</p>';
const panel = (key, span, body = "<p>12</p>") =>
  `<section class="panel span-${span}" data-panel="${key}" data-span="${span}" aria-label="Title of ${key}">
    <div class="panel-body">${body}</div></section>`;
const place = '<section class="panel folded" data-folded="0" hidden><ul></ul></section>';
/** @type {HTMLElement} */
let grid;

const panels = () => [...grid.querySelectorAll("[data-panel]")];
const shown = () =>
  panels()
    .filter(({ hidden }) => !hidden)
    .map(({ dataset, className }) => [dataset.panel, className]);
const named = () => [...grid.querySelectorAll("li")].map(({ textContent }) => textContent);

/** Say where the panels begin on a page whose window is 768 px high. */
function standAt(top) {
  window.innerHeight = 768;
  for (const each of panels()) each.getBoundingClientRect = () => ({ top, bottom: top + 300 });
}

beforeEach(() => {
  const { document } = openPage(
    `<div class="grid">${panel("a", 6)}${panel("b", 6, NONE)}${panel("c", 6, NONE)}${panel("d", 4)}${place}</div>`,
  );
  grid = document.querySelector(".grid");
  standAt(2000);
});

test("no row leaves a gap, as where the server lays out the page", () => {
  assert.deepEqual(widened([6, 4], 2), [6, 6]);
  assert.deepEqual(widened([6, 6, 8, 6, 6, 4], 2), [6, 6, 12, 6, 6, 12]);
  assert.deepEqual(widened([6, 12, 4], 2), [6, 12, 12]);
  assert.deepEqual(widened([4, 4], 0), [4, 8]);
  assert.deepEqual(widened([], 2), []);
});

test("panels that are never filled fold into one that names them, and the others take their room", () => {
  fold(grid);
  assert.deepEqual(shown(), [
    ["a", "panel span-6"],
    ["d", "panel span-6"],
  ]);
  assert.deepEqual(named(), ["Title of b · Title of cNone of it."]);
  assert.equal(grid.querySelector("[data-folded]").hidden, false);
});

const NOTHING = '<p class="sentence" role="status">Nothing here.</p>';
/** Give the panels a, b and d a sentence of the view, beside c, which the city never fills. */
function emptyInView(count) {
  const bodies = ["a", "b", "d"].map((key) => grid.querySelector(`[data-panel="${key}"] .panel-body`));
  bodies.forEach((body, index) => (body.innerHTML = index < count ? NOTHING : "<p>12</p>"));
  fold(grid);
}

test("of panels with nothing in the view two say so in their places, and three fold", () => {
  emptyInView(2);
  assert.deepEqual(named(), ["Title of cNone of it."]);
  emptyInView(3);
  assert.deepEqual(named(), ["Title of a · Title of b · Title of dNothing here.", "Title of cNone of it."]);
  assert.deepEqual(shown(), []);
});

test("the next view is asked what it has for panels that folded, and they stand in their places again", () => {
  const waiting = () => [...grid.querySelectorAll("[data-folded-in-view]")].map(({ dataset }) => dataset.panel);
  emptyInView(3);
  assert.deepEqual(waiting(), ["a", "b", "d"]);
  emptyInView(0);
  assert.deepEqual(waiting(), []);
  assert.deepEqual(
    shown().map(([key]) => key),
    ["a", "b", "d"],
  );
});

test("an alert stays where it stands", () => {
  for (const body of grid.querySelectorAll(".panel-body")) body.innerHTML = NOTHING.replace("status", "alert");
  fold(grid);
  assert.equal(shown().length, 4);
});

test("what another version fills stands in its place again", () => {
  fold(grid);
  askFolded();
  for (const body of grid.querySelectorAll(".panel-body")) body.innerHTML = "<p>12</p>";
  fold(grid);
  assert.deepEqual(
    panels().map(({ hidden }) => hidden),
    [false, false, false, false],
  );
});

test("an answer that comes folds its panel", () => {
  startFolding();
  grid.querySelector(".panel-body").dispatchEvent(new CustomEvent("citydeck-drawn", { bubbles: true }));
  assert.equal(grid.querySelector('[data-panel="b"]').hidden, true);
});

test("what only an answer tells folds nothing that is in sight, or soon will be, until the reader chooses", () => {
  startFolding();
  foldKnown();
  for (const [top, isFolded] of [
    [700, false],
    [1000, false],
    [1100, true],
  ]) {
    for (const each of panels()) each.hidden = false;
    standAt(top);
    fold(grid);
    assert.equal(grid.querySelector('[data-panel="b"]').hidden, isFolded, `${top}`);
  }
  for (const each of panels()) each.hidden = false;
  standAt(100);
  select({ area: "NE" });
  fold(grid);
  assert.equal(grid.querySelector('[data-panel="b"]').hidden, true);
  foldKnown();
  grid.querySelector('[data-panel="b"]').hidden = false;
  fold(grid);
  assert.equal(grid.querySelector('[data-panel="b"]').hidden, false);
});

test("what the server folded is named at once and asked for, and stays folded while it is", () => {
  for (const key of ["b", "c"]) {
    grid.querySelector(`[data-panel="${key}"]`).hidden = true;
    grid.querySelector(`[data-panel="${key}"] .panel-body`).innerHTML = NONE;
  }
  standAt(100);
  foldKnown();
  assert.deepEqual(named(), ["Title of b · Title of cNone of it."]);
  assert.deepEqual(
    shown().map(([key]) => key),
    ["a", "d"],
  );
});
