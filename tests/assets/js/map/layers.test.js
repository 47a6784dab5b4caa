import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { areaBehaviour, areaStyle, baseStyle } from "../../../../assets/js/map/layers.js";
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
  window.L = {};
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

test("where a click leads somewhere it chooses nothing", () => {
  const [area, on, opened] = [layer(), map(), []];
  const location = { assign: (address) => opened.push(address) };
  globalThis.window = new Proxy(window, { get: (page, name) => (name === "location" ? location : page[name]) });
  const context = { hideout: { ...hideout(VALUE).hideout, opens: "/areas/{}?city=riverton" }, map: on };
  areaBehaviour({ properties: { area_id: "N/W" } }, area, context);
  area.events.click();
  assert.deepEqual(opened, ["/areas/N%2FW?city=riverton"]);
  assert.equal(currentView().area, undefined);
});

test("an area tells the map its name, its rank and what is said of it", () => {
  const [area, on] = [layer(), map()];
  areaBehaviour(AREA, area, { ...hideout(VALUE), map: on });
  assert.deepEqual([area.area.name, area.area.rank, area.area.said], ["North-west", 2, "North-west: Rate 3.1"]);
  areaBehaviour(AREA, area, { ...hideout(null), map: on });
  assert.deepEqual([area.area.name, area.area.said, area.area.label()], ["", "", null]);
});

test("land and water wear their layer", () => {
  assert.equal(baseStyle({}, { hideout: { layer: "water" } }).className, "base base-water");
});
