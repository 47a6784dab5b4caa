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
const VALUE = { name: "North-west", value: "3.1", step: "seq-4", hatched: false, told: [["Requests", "12"]] };
const hideout = (value, selected) => ({ hideout: { measure: "Rate", values: value ? { NW: value } : {}, selected } });
const classes = (context) => areaStyle(AREA, context).className;

/** A layer of Leaflet that notes what it was given. */
function layer() {
  const on = {};
  return {
    on: (events, listener) => Object.assign(on, typeof events === "string" ? { [events]: listener } : events),
    bindTooltip(content) {
      this.tooltip = content;
    },
    events: on,
  };
}

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
  const area = layer();
  const group = { addTo: () => group, clearLayers() {} };
  const container = { closest: () => null, querySelector: () => null, addEventListener() {} };
  const map = { getContainer: () => container, on() {} };
  globalThis.ResizeObserver = class {
    observe() {}
  };
  window.L.layerGroup = () => group;
  window.setTimeout = () => 0;
  areaBehaviour(AREA, area, { ...hideout(VALUE), map });
  assert.equal(area.tooltip().textContent, "North-westRate3.1Requests12");
  area.events.click();
  assert.equal(currentView().area, "NW");
});

test("a place wears its state, and nothing of it becomes a class of another kind", () => {
  const mark = (state) => pointMark({ properties: { state } }, {}).className;
  assert.deepEqual(
    [mark("failed"), mark('a b"><i>'), mark(null)],
    ["point point-failed", "point point-abi", "point point-none"],
  );
});

test("a click on a place selects it, one on a cluster does not", () => {
  const [place, cluster] = [layer(), layer()];
  const properties = { name: "Bakery", state_word: "Passed", told: [["Last", "1 May"]], point_id: "p2" };
  pointBehaviour({ properties }, place);
  pointBehaviour({ properties: { cluster: true } }, cluster);
  assert.equal(place.tooltip().textContent, "BakeryPassedLast1 May");
  assert.deepEqual(cluster.events, {});
  place.events.click();
  assert.equal(currentView().premises, "p2");
});

test("a cluster grows with the digits of its count", () => {
  const size = (count) => clusterMark({ properties: { point_count_abbreviated: count } }, {}).icon.iconSize[0];
  assert.deepEqual([size(7), size(70), size("1.2k"), size("12.34k")], [29, 34, 44, 44]);
});

test("land and water wear their layer", () => {
  assert.equal(baseStyle({}, { hideout: { layer: "water" } }).className, "base base-water");
});
