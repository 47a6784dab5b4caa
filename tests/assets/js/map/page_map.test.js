import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forgetMap, pageMap, showMap } from "../../../../assets/js/map/page_map.js";
import { rememberShapes } from "../../../../assets/js/map/shapes.js";
import { openPage } from "../page.js";
import { leaflet, leafletMap } from "./leaflet.js";

const shapes = (...ids) => ({
  type: "FeatureCollection",
  features: ids.map((area_id) => ({
    properties: { area_id },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [0, 1],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  })),
});
const valued = (step) => ({ measure: "Rate", values: { NW: { name: "NW", value: "1", step, rank: 0, told: [] } } });
const ANSWER = { areas: "/city.geojson", values: valued("seq-1"), context: null, points: null };

let map;

beforeEach(() => {
  openPage();
  window.L = leaflet();
  forgetMap();
  rememberShapes("/city.geojson", shapes("NW", "SE"));
  map = leafletMap();
});

const open = () => pageMap({}, { map });
const drawnOf = ({ layers }) => layers.map(({ feature }) => feature.properties.area_id);

test("an answer that came before its map is drawn once the map is there", () => {
  showMap(ANSWER);
  assert.deepEqual(window.L.groups, []);
  open();
  assert.deepEqual(window.L.groups.map(drawnOf), [["NW", "SE"]]);
});

test("the same areas get other classes and stay what they are", () => {
  open();
  showMap(ANSWER);
  showMap({ ...ANSWER, values: valued("seq-8") });
  assert.equal(window.L.groups.length, 1);
  const [north] = window.L.groups[0].layers;
  assert.equal(north.classes, "area area-seq-8 leaflet-interactive");
  assert.equal(north.area.valued, true);
});

test("other areas replace those before, with the shapes that came along", () => {
  open();
  showMap(ANSWER);
  showMap({ ...ANSWER, areas: "/inside.geojson", shapes: shapes("nw-1"), context: "/city.geojson" });
  const [before, inside, around] = window.L.groups;
  assert.deepEqual([before.on, drawnOf(inside), inside.on, drawnOf(around)], [null, ["nw-1"], map, ["NW", "SE"]]);
});

test("shapes that are not there are asked for; what was asked for another view is not drawn", async () => {
  const waiting = {};
  globalThis.fetch = (address) =>
    new Promise((resolve) => {
      waiting[address] = () => resolve({ ok: true, json: async () => shapes("nw-1") });
    });
  open();
  showMap({ ...ANSWER, areas: "/slow.geojson" });
  showMap(ANSWER);
  waiting["/slow.geojson"]();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(window.L.groups.map(drawnOf), [["NW", "SE"]]);
});

test("places are drawn, and drawn again where the map was moved to", () => {
  open();
  const points = { ids: ["p"], names: ["Bar"], lats: [1], longs: [1], states: ["open"], words: {}, told: [] };
  const marks = [];
  const circle = window.L.circleMarker;
  window.L.circleMarker = (...given) => marks[marks.push(circle(...given)) - 1];
  showMap({ ...ANSWER, points });
  assert.equal(marks.length, 1);
  showMap({ ...ANSWER, points, values: valued("seq-2") });
  assert.equal(marks.length, 1);
  map.handlers.moveend.forEach((moved) => moved());
  assert.equal(marks.length, 2);
});

test("places of an answer that moves the map are drawn once", () => {
  open();
  for (const side of ["clientWidth", "clientHeight"]) Object.defineProperty(map.getContainer(), side, { value: 400 });
  const marks = [];
  const circle = window.L.circleMarker;
  window.L.circleMarker = (...given) => marks[marks.push(circle(...given)) - 1];
  const bounds = window.L.latLngBounds();
  window.L.latLngBounds = () => ({ ...bounds, isValid: () => true });
  let moves = 0;
  map.invalidateSize = () => {};
  map.fitBounds = () => map.handlers.moveend.forEach((moved) => moved(moves++));
  const points = { ids: ["p"], names: ["Bar"], lats: [1], longs: [1], states: ["open"], words: {}, told: [] };
  showMap({
    ...ANSWER,
    points,
    values: {
      ...valued("seq-1"),
      frame: [
        [0, 0],
        [1, 1],
      ],
    },
  });
  assert.ok(moves > 0);
  assert.equal(marks.length, 1);
});

test("the map of a page that was laid out anew has nothing yet", () => {
  showMap(ANSWER);
  forgetMap();
  open();
  assert.deepEqual(window.L.groups, []);
});

test("land and water lie in their own pane, under everything", () => {
  rememberShapes("/sea.geojson", shapes("sea"));
  const frame = document.body.appendChild(document.createElement("div"));
  frame.dataset.base = JSON.stringify({ sea: "/sea.geojson" });
  frame.append(map.getContainer());
  open();
  const [sea] = window.L.groups;
  assert.deepEqual([sea.options.pane, sea.options.style().className, sea.on], ["base", "base base-sea", map]);
});
