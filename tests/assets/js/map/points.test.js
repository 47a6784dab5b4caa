import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { marksOf, shortCount } from "../../../../assets/js/map/points.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";
import { leaflet, leafletMap } from "./leaflet.js";

const POINTS = {
  ids: ["p1", "p2"],
  names: ["Bakery", "Bar"],
  lats: [1, 2],
  longs: [1, 2],
  states: ["failed", 'a b"><i>'],
  words: { failed: "Failed" },
  told: [{ word: "Last", texts: ["1 May", "2 May"], at: [1, 0] }],
};
const near = (count) => ({
  ...POINTS,
  ids: Array.from({ length: count }, (_, index) => `p${index}`),
  names: Array(count).fill("Bakery"),
  lats: Array(count).fill(1),
  longs: Array(count).fill(1),
  states: Array(count).fill("failed"),
  told: [],
});
const classes = (marks) => marks.map(({ options }) => options.className ?? options.icon.className);

beforeEach(() => {
  openPage();
  window.L = leaflet();
  followStore({ city: "riverton" });
});

test("a place wears its state, nothing of which becomes a class of another kind, above the areas", () => {
  const marks = marksOf(leafletMap(), POINTS);
  assert.deepEqual(classes(marks), ["point point-failed", "point point-abi"]);
  assert.deepEqual(
    marks.map(({ options }) => options.pane),
    ["points", "points"],
  );
});

test("a label says what was told of the place", () => {
  const map = leafletMap();
  const [bakery] = marksOf(map, POINTS);
  bakery.events.mouseover({ containerPoint: { x: 5, y: 5 } });
  assert.equal(map.getContainer().querySelector(".map-tip").textContent, "BakeryFailedLast2 May");
  bakery.events.mouseout();
  assert.equal(map.getContainer().querySelector(".map-tip"), null);
});

test("a click chooses the value of the place's dimension", () => {
  const [bakery] = marksOf(leafletMap(), { ...POINTS, selects: "nature", values: "names" });
  bakery.events.click();
  assert.equal(currentView().nature, "Bakery");
});

test("a click on premises opens their own page", () => {
  const gone = [];
  window.location.assign = (address) => gone.push(address);
  const [, bar] = marksOf(leafletMap(), { ...POINTS, selects: "premises", values: "ids" });
  bar.events.click();
  assert.deepEqual(gone, ["/food-safety/p2?city=riverton"]);
});

test("a click on a place that is no choice changes nothing", () => {
  marksOf(leafletMap(), POINTS)[0].events.click();
  assert.deepEqual(currentView(), { city: "riverton" });
});

test("near places are one mark with their count, and a click comes closer", () => {
  const map = leafletMap();
  const [mark, ...others] = marksOf(map, near(12));
  assert.deepEqual([classes([mark]), mark.options.alt, others], [["cluster"], "12", []]);
  mark.events.click();
  assert.equal(map.fitted.length, 1);
});

test("close by, each place is drawn", () => assert.equal(marksOf(leafletMap(16), near(12)).length, 12));

test("a count is short", () => {
  assert.deepEqual([7, 999, 1234, 12345].map(shortCount), ["7", "999", "1.2k", "12k"]);
});
