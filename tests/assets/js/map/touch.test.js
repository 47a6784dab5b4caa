import assert from "node:assert/strict";
import { test } from "node:test";
import { twoFingers } from "../../../../assets/js/map/touch.js";
import { openPage } from "../page.js";

test("while a finger is on the map it does not drag; afterwards a mouse does", () => {
  const { document, window } = openPage("<div id=map></div>");
  const container = document.getElementById("map");
  const dragging = { on: true, disable: () => (dragging.on = false), enable: () => (dragging.on = true) };
  twoFingers({ getContainer: () => container, dragging });
  const touch = (name, fingers) => {
    const event = new window.Event(name);
    event.touches = Array(fingers);
    container.dispatchEvent(event);
    return dragging.on;
  };
  assert.equal(touch("touchstart", 1), false);
  assert.equal(touch("touchstart", 2), false);
  assert.equal(touch("touchend", 1), false);
  assert.equal(touch("touchend", 0), true);
});
