import assert from "node:assert/strict";
import { test } from "node:test";
import { nameZoomButtons, shiftFromLegend } from "../../../../assets/js/map/fit.js";
import { openPage } from "../page.js";

test("a city that the legend does not reach stays", () => {
  assert.equal(shiftFromLegend({ left: 100, right: 700 }, { map: 1000, legend: 200 }), 0);
});

test("a city under the legend moves to the left by what is covered", () => {
  assert.equal(shiftFromLegend({ left: 200, right: 800 }, { map: 1000, legend: 200 }), 24);
});

test("it never moves farther than there is room", () => {
  assert.equal(shiftFromLegend({ left: 22, right: 978 }, { map: 1000, legend: 200 }), 10);
  assert.equal(shiftFromLegend({ left: 5, right: 995 }, { map: 1000, legend: 200 }), 0);
});

test("the zoom's buttons are named in the reader's words", () => {
  const { document } = openPage(`<div class="map-frame" data-zoom-in="放大"><div id="map">
    <a class="leaflet-control-zoom-in" title="Zoom in"></a>
    <a class="leaflet-control-zoom-out" title="Zoom out"></a></div></div>`);
  nameZoomButtons(document.getElementById("map"));
  const [zoomIn, zoomOut] = document.querySelectorAll("a");
  assert.deepEqual([zoomIn.title, zoomIn.getAttribute("aria-label")], ["放大", "放大"]);
  assert.equal(zoomOut.title, "Zoom out");
});
