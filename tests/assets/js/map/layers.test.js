import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  areaBehaviour,
  areaStyle,
  baseStyle,
  clusterMark,
  pointBehaviour,
  pointMark,
} from "../../../../assets/js/map/layers.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const AREA = { properties: { area_id: "NW" } };
const VALUE = { name: "North-west", value: "3.1", step: "seq-4", hatched: false, rank: 2, told: [["Requests", "12"]] };
const hideout = (value, selected) => ({ hideout: { measure: "Rate", values: value ? { NW: value } : {}, selected } });
const classes = (context) => areaStyle(AREA, context).className;

/** A layer of Leaflet that notes what it was given. */
function layer() {
  const on = {};
  return { on: (events) => Object.assign(on, events), bringToFront() {}, events: on };
}

/** A map of Leaflet in a page. */
function map() {
  const container = document.body.appendChild(document.createElement("div"));
  const group = { addTo: () => group, clearLayers() {} };
  globalThis.ResizeObserver = class {
    observe() {}
  };
  Object.assign(window.L, { layerGroup: () => group, latLngBounds: () => ({ isValid: () => false }) });
  window.setTimeout = () => 0;
  return { getContainer: () => container, on() {} };
}

const label = ({ getContainer }) => getContainer().querySelector(".map-tip")?.textContent;

beforeEach(() => {
  const { window } = openPage();
  window.L = {
    circleMarker: (at, options) => options,
    marker: (at, options) => options,
    divIcon: (options) => options,
  };
  followStore({ city: "riverton" });
});

test("an area wears its step, hatched where its value was not simply observed there", () => {
  assert.equal(classes(hideout(VALUE)), "area area-seq-4");
  assert.equal(classes(hideout({ ...VALUE, hatched: true })), "area area-hatched-seq-4");
  assert.equal(classes(hideout(VALUE, "NW")), "area area-seq-4 area-selected");
});

test("an area without a value says so, also before any value came", () => {
  assert.equal(classes(hideout(null)), "area area-none");
  assert.equal(classes({ hideout: null }), "area area-none");
});

test("the selected area has the heavier line", () => {
  assert.ok(areaStyle(AREA, hideout(VALUE, "NW")).weight > areaStyle(AREA, hideout(VALUE, "SE")).weight);
});

test("a click on an area selects it, a hover explains it", () => {
  const [area, on] = [layer(), map()];
  areaBehaviour(AREA, area, { ...hideout(VALUE), map: on });
  area.events.mouseover({ containerPoint: { x: 5, y: 5 } });
  assert.equal(label(on), "North-westRate3.1Requests12");
  area.events.mouseout();
  assert.equal(label(on), undefined);
  area.events.click();
  assert.equal(currentView().area, "NW");
});

test("an area tells the map its name, its rank and what is said of it", () => {
  const [area, on] = [layer(), map()];
  areaBehaviour(AREA, area, { ...hideout(VALUE), map: on });
  assert.deepEqual([area.area.name, area.area.rank, area.area.said], ["North-west", 2, "North-west: Rate 3.1"]);
  areaBehaviour(AREA, area, { ...hideout(null), map: on });
  assert.deepEqual([area.area.name, area.area.said, area.area.label()], ["", "", null]);
});

test("a place wears its state, and nothing of it becomes a class of another kind", () => {
  const mark = (state) => pointMark({ properties: { state } }, {}).className;
  assert.deepEqual(
    [mark("failed"), mark('a b"><i>'), mark(null)],
    ["point point-failed", "point point-abi", "point point-none"],
  );
});

test("a place lies in the pane above the areas, and so does a cluster", () => {
  assert.equal(pointMark({ properties: {} }, {}).pane, "points");
  assert.equal(clusterMark({ properties: { point_count_abbreviated: 7 } }, {}).pane, "points");
});

test("a click on a place selects what it is of; one on a cluster nothing", () => {
  const [place, cluster, on] = [layer(), layer(), map()];
  const told = { name: "Bakery", state_word: "Passed", told: [["Last", "1 May"]] };
  pointBehaviour({ properties: { ...told, selects: "nature", value: "Litter" } }, place, { map: on });
  pointBehaviour({ properties: { cluster: true } }, cluster, { map: on });
  assert.deepEqual(cluster.events, {});
  place.events.mouseover({ containerPoint: { x: 5, y: 5 } });
  assert.equal(label(on), "BakeryPassedLast1 May");
  place.events.click();
  assert.equal(currentView().nature, "Litter");
});

test("a click on premises opens their own page", () => {
  const [place, gone] = [layer(), []];
  window.location.assign = (address) => gone.push(address);
  pointBehaviour({ properties: { name: "Bakery", told: [], selects: "premises", value: "p2" } }, place, { map: map() });
  place.events.click();
  assert.deepEqual(gone, ["/food-safety/p2?city=riverton"]);
});

test("a click on a place that is no choice changes nothing", () => {
  const place = layer();
  pointBehaviour({ properties: { name: "Bakery", told: [] } }, place, { map: map() });
  place.events.click();
  assert.deepEqual(currentView(), { city: "riverton" });
});

test("a cluster grows with the digits of its count", () => {
  const size = (count) => clusterMark({ properties: { point_count_abbreviated: count } }, {}).icon.iconSize[0];
  assert.deepEqual([size(7), size(70), size("1.2k"), size("12.34k")], [18, 22, 30, 30]);
});

test("land and water wear their layer", () => {
  assert.equal(baseStyle({}, { hideout: { layer: "water" } }).className, "base base-water");
});
