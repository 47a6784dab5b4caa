import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { actionOfKey, hideIdleStrip, startOperator } from "../../../../assets/js/wall/operator.js";
import { sceneName } from "../../../../assets/js/wall/state.js";
import { openWall, stopClock } from "./wall_page.js";

let page;
let clock;
const stripIsShown = () => page.document.getElementById("wall-strip").hasAttribute("data-on");
const press = (key) =>
  page.document.body.dispatchEvent(new page.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

beforeEach((context) => {
  clock = stopClock(context);
  page = openWall();
  startOperator(page.wall);
});
afterEach((context) => context.mock.reset());

test("keys of a keyboard and of a presenter do the same", () => {
  assert.deepEqual(
    ["ArrowRight", "PageDown"].map((key) => actionOfKey(key, false)),
    ["next", "next"],
  );
  assert.deepEqual(
    ["ArrowLeft", "PageUp"].map((key) => actionOfKey(key, false)),
    ["previous", "previous"],
  );
  assert.deepEqual([actionOfKey("F", false), actionOfKey("x", false)], ["full_screen", undefined]);
});

test("on a button the space bar presses that", () => {
  assert.deepEqual(
    [actionOfKey(" ", false), actionOfKey(" ", true), actionOfKey("f", true)],
    ["pause", undefined, "full_screen"],
  );
});

test("a mouse shows the strip, three idle seconds hide it", () => {
  page.document.dispatchEvent(new page.window.MouseEvent("mousemove"));
  assert.deepEqual([stripIsShown(), page.text("wall-state").split("\n")[0]], [true, "day 1/2 · playing"]);
  clock.ms = 3000;
  hideIdleStrip(page.wall);
  assert.equal(stripIsShown(), true);
  clock.ms = 3001;
  hideIdleStrip(page.wall);
  assert.deepEqual([stripIsShown(), page.wall.stripEnds], [false, 0]);
});

test("a strip that has the focus stays", () => {
  page.document.dispatchEvent(new page.window.MouseEvent("mousemove"));
  page.document.querySelector("[data-do=pause]").focus();
  clock.ms = 60000;
  hideIdleStrip(page.wall);
  assert.equal(stripIsShown(), true);
});

test("keys and buttons move the scenes", () => {
  press("ArrowRight");
  assert.equal(sceneName(page.wall), "services");
  page.document.querySelector("[data-do=next]").click();
  assert.equal(sceneName(page.wall), "overview");
});

test("a pause gives the scene its whole time, and the strip says so", () => {
  clock.ms = 7000;
  press(" ");
  assert.deepEqual([page.wall.paused, page.wall.slotEnds], [true, 27000]);
  assert.match(page.text("wall-state"), /paused/);
  press(" ");
  assert.equal(page.wall.paused, false);
});
