import assert from "node:assert/strict";
import { test } from "node:test";
import { ledTo, nameMap, nearestTo, startKeyboard } from "../../../../assets/js/map/keyboard.js";
import { openPage } from "../page.js";

/** Four districts of a square, and an island far in the east. */
const PLACES = {
  NW: { x: 100, y: 100 },
  NE: { x: 200, y: 100 },
  SW: { x: 100, y: 200 },
  SE: { x: 200, y: 200 },
  island: { x: 900, y: 130 },
};
const NAMES = Object.keys(PLACES);
const RIGHT = { x: 1, y: 0 };
const DOWN = { x: 0, y: 1 };
const nearest = (from, direction) => NAMES[nearestTo(Object.values(PLACES), NAMES.indexOf(from), direction)];

test("the next area that way is the nearest that lies about there", () => {
  assert.equal(nearest("NW", RIGHT), "NE");
  assert.equal(nearest("NE", RIGHT), "island");
  assert.equal(nearest("NW", DOWN), "SW");
});

test("where none lies that way the reader stays", () => {
  assert.equal(nearest("SW", DOWN), undefined);
});

test("the first key leads to the highest value, as Home does; End to the last", () => {
  const areas = NAMES.map((name, index) => ({ rank: [2, 1, 0, 3, 4][index], place: PLACES[name] }));
  assert.equal(ledTo("ArrowLeft", areas, -1), 2);
  assert.equal(ledTo("Home", areas, 4), 2);
  assert.equal(ledTo("End", areas, 0), 4);
  assert.equal(ledTo("ArrowRight", areas, 0), 1);
});

test("the map and the zoom's buttons are named in the reader's words", () => {
  const { document } = openPage(`<div class="map-frame" data-zoom-in="放大" data-keys="地图"><div id="map">
    <a class="leaflet-control-zoom-in" title="Zoom in"></a>
    <a class="leaflet-control-zoom-out" title="Zoom out"></a></div></div>`);
  const map = document.getElementById("map");
  nameMap(map);
  const [zoomIn, zoomOut] = document.querySelectorAll("a");
  assert.deepEqual([zoomIn.title, zoomIn.getAttribute("aria-label")], ["放大", "放大"]);
  assert.equal(zoomOut.title, "Zoom out");
  assert.deepEqual([map.getAttribute("tabindex"), map.getAttribute("aria-label")], ["0", "地图"]);
});

/** The map with a keyboard; what is chosen is noted. */
function mapWithKeys() {
  const { document, window } = openPage('<div class="map-frame"><div id="map"></div></div>');
  const container = document.getElementById("map");
  const chosen = [];
  const layers = NAMES.map((name, index) => {
    const path = document.createElement("i");
    return {
      area: {
        id: name,
        rank: index,
        said: `${name}: Rate ${index}`,
        label: () => document.createElement("p"),
        choose: () => chosen.push(name),
      },
      feature: { properties: { centre: PLACES[name] } },
      getElement: () => path,
      bringToFront() {},
    };
  });
  window.L = { latLng: (place) => place };
  startKeyboard({ getContainer: () => container, latLngToContainerPoint: (place) => place }, () => layers);
  const press = (key) => {
    const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    container.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const outlined = () => layers.filter((each) => each.getElement().className).map(({ area }) => area.id);
  return { press, chosen, outlined, container };
}

test("arrow keys say each area with its value and outline it; Enter drills", () => {
  const { press, chosen, outlined, container } = mapWithKeys();
  press("ArrowRight");
  press("ArrowDown");
  assert.equal(container.querySelector(".map-said").textContent, "SW: Rate 2");
  assert.deepEqual(outlined(), ["SW"]);
  press("Enter");
  assert.deepEqual(chosen, ["SW"]);
});

test("Escape lets go of the area, and is the page's own where none is reached", () => {
  const { press, outlined } = mapWithKeys();
  assert.equal(press("Escape"), false);
  press("Home");
  assert.equal(press("Escape"), true);
  assert.deepEqual(outlined(), []);
});
