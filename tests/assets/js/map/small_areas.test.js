import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSmallMarks, isSmall } from "../../../../assets/js/map/small_areas.js";
import { openPage } from "../page.js";

test("what is narrow and low is small; what is long is not", () => {
  assert.equal(isSmall({ width: 11, height: 11 }), true);
  assert.equal(isSmall({ width: 12, height: 1 }), false);
});

/** An area of a map on which a degree is a pixel. */
function layer(name, size, chosen) {
  const corner = (at) => ({ lat: at, lng: at });
  return {
    area: { style: { className: "area area-seq-4" }, choose: () => chosen.push(name), label: () => null },
    feature: { properties: { centre: [0, 0] } },
    getBounds: () => ({ getSouthWest: () => corner(0), getNorthEast: () => corner(size) }),
  };
}

/** The marks that are drawn of areas of such sizes, by what a click on each chooses. */
function marked(sizes) {
  const { document } = openPage("<div id=map></div>");
  const [marks, chosen] = [[], []];
  window.L = {
    latLng: (place) => place,
    circleMarker: (_at, options) => {
      const mark = { options, on: (events) => Object.assign(mark, events), addTo: () => marks.push(mark) };
      return mark;
    },
  };
  const map = {
    getContainer: () => document.getElementById("map"),
    latLngToContainerPoint: ({ lat, lng }) => ({ x: lng, y: -lat }),
  };
  drawSmallMarks(
    map,
    sizes.map((size, index) => layer(index, size, chosen)),
    { clearLayers() {} },
  );
  marks.forEach((mark) => mark.click());
  return { chosen, classes: marks.map(({ options }) => options.className) };
}

test("an island has a mark of its shade that is chosen as the island is", () => {
  assert.deepEqual(marked([100, 3, 80]), { chosen: [1], classes: ["area area-seq-4 area-mark"] });
});

test("cells that are all small need none: they lie side by side", () => {
  assert.deepEqual(marked([3, 3, 3, 100]).chosen, []);
});
