import assert from "node:assert/strict";
import { test } from "node:test";
import { fitTo, keepFitting } from "../../../../assets/js/map/fit.js";
import { openPage } from "../page.js";

const CITY = [
  [40, 10],
  [40.2, 10.2],
];
const DISTRICT = [
  [40.1, 10],
  [40.2, 10.1],
];

/** A map of Leaflet that notes what it was fitted to; `readerMoves` is what a drag does. */
function openMap({ width = 400, controls = "" } = {}) {
  const { document } = openPage(`<div id="map">${controls}</div>`);
  const container = document.getElementById("map");
  for (const [name, length] of Object.entries({ clientWidth: width, clientHeight: 300 })) {
    Object.defineProperty(container, name, { value: length, writable: true });
  }
  const moved = [];
  const map = {
    fitted: [],
    getContainer: () => container,
    on: (_events, listener) => moved.push(listener),
    invalidateSize() {},
    fitBounds(bounds, options) {
      moved.forEach((listener) => listener());
      this.fitted.push([bounds.corners, options]);
    },
    readerMoves: () => moved.forEach((listener) => listener()),
  };
  return map;
}

/** @type {() => void} what a change of the container's size does */
let resized;

function follow(map, layers = []) {
  globalThis.ResizeObserver = class {
    constructor(listener) {
      resized = listener;
    }
    observe() {}
  };
  window.L = {
    latLngBounds: (corners) => ({
      corners: [...corners],
      isValid() {
        return this.corners.length > 0;
      },
      extend(more) {
        this.corners.push(...more.corners);
      },
    }),
  };
  keepFitting(map, layers);
}

const fittedTo = (map) => map.fitted.map(([corners]) => corners);

test("the map fits what the view chose, once", () => {
  const map = openMap();
  follow(map);
  fitTo(map, CITY);
  fitTo(map, CITY);
  fitTo(map, DISTRICT);
  assert.deepEqual(fittedTo(map), [CITY, DISTRICT]);
});

test("what the reader moved stays with a new snapshot, and is fitted by the next choice", () => {
  const map = openMap();
  follow(map);
  fitTo(map, CITY);
  map.readerMoves();
  fitTo(map, CITY);
  resized();
  assert.deepEqual(fittedTo(map), [CITY]);
  fitTo(map, DISTRICT);
  assert.deepEqual(fittedTo(map), [CITY, DISTRICT]);
});

test("until then the map follows the size of its panel", () => {
  const map = openMap();
  follow(map);
  fitTo(map, CITY);
  resized();
  assert.deepEqual(fittedTo(map), [CITY], "it has the size that it was fitted to");
  map.getContainer().clientWidth = 380;
  resized();
  assert.deepEqual(fittedTo(map), [CITY, CITY]);
});

test("a map out of sight is fitted when it has a size", () => {
  const map = openMap({ width: 0 });
  follow(map);
  fitTo(map, CITY);
  assert.deepEqual(fittedTo(map), []);
  map.getContainer().clientWidth = 400;
  resized();
  assert.deepEqual(fittedTo(map), [CITY]);
});

test("a map without room for anything between its buttons waits until it has some", () => {
  const controls = '<i class="leaflet-control-zoom"></i>';
  const map = openMap({ width: 58, controls });
  follow(map);
  fitTo(map, CITY);
  assert.deepEqual(fittedTo(map), [], "46 px of buttons and 12 px at the other side are all of it");
  map.getContainer().clientWidth = 59;
  resized();
  assert.deepEqual(fittedTo(map), [CITY]);
});

test("without a frame a map shows all its areas", () => {
  const map = openMap();
  const on = { _map: map, getBounds: () => ({ corners: ["a"] }) };
  const off = { _map: null, getBounds: () => ({ corners: ["b"] }) };
  const layers = [on, off];
  follow(map, layers);
  fitTo(map);
  layers.push({ _map: map, getBounds: () => ({ corners: ["c"] }) });
  resized();
  assert.deepEqual(fittedTo(map), [["a"], ["a", "c"]], "an area that came after the first is fitted too");
});

test("areas lie beside the buttons and above the scale", () => {
  const controls = '<i class="leaflet-control-zoom"></i><i class="leaflet-control-scale"></i>';
  const options = [openMap(), openMap({ controls })].map((map) => {
    follow(map);
    fitTo(map, CITY);
    return map.fitted[0][1];
  });
  assert.ok(options[1].paddingTopLeft[0] > options[0].paddingTopLeft[0]);
  assert.ok(options[1].paddingBottomRight[1] > options[0].paddingBottomRight[1]);
});
