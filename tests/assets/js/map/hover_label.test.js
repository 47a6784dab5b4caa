import assert from "node:assert/strict";
import { test } from "node:test";
import { hideLabel, labelPlace, showLabel } from "../../../../assets/js/map/hover_label.js";
import { tooltip } from "../../../../assets/js/map/tooltip.js";
import { openPage } from "../page.js";

const MAP = { x: 400, y: 300 };
const LABEL = { x: 120, y: 60 };

test("a label stands right of the pointer, at its height", () => {
  assert.deepEqual(labelPlace({ x: 100, y: 150 }, LABEL, MAP), { x: 114, y: 120 });
});

test("near the right edge it stands left of the pointer", () => {
  assert.deepEqual(labelPlace({ x: 390, y: 150 }, LABEL, MAP), { x: 256, y: 120 });
});

test("it is whole inside the map at every corner", () => {
  for (const x of [0, 200, 400]) {
    for (const y of [0, 150, 300]) {
      const place = labelPlace({ x, y }, LABEL, MAP);
      assert.ok(place.x >= 0 && place.x + LABEL.x <= MAP.x, `${x}, ${y}`);
      assert.ok(place.y >= 0 && place.y + LABEL.y <= MAP.y, `${x}, ${y}`);
    }
  }
});

test("a map has one label, and none when the pointer left", () => {
  const { document } = openPage("<div id=map></div>");
  const map = { getContainer: () => document.getElementById("map") };
  for (const name of ["North", "South"]) showLabel(map, tooltip(name, null, []), { x: 0, y: 0 });
  assert.equal(map.getContainer().textContent, "South");
  showLabel(map, null, { x: 0, y: 0 });
  assert.equal(map.getContainer().children.length, 0);
  hideLabel(map);
});
