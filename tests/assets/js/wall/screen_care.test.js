import assert from "node:assert/strict";
import { test } from "node:test";
import { learn } from "../../../../assets/js/wall/clock.js";
import { nightShare, shiftAt, spareScreen } from "../../../../assets/js/wall/screen_care.js";
import { openWall, stopClock } from "./wall_page.js";

const MINUTE_MS = 60000;

test("the night begins and ends slowly", () => {
  const hours = [0, 4.9, 5, 6, 7, 12, 20, 21.5, 23];
  assert.deepEqual(hours.map(nightShare), [1, 1, 1, 0.5, 0, 0, 0, 0.5, 1]);
});

test("the picture goes round a small circle in 36 minutes, never far from its place", () => {
  const places = [...Array(12).keys()].map((step) => shiftAt(step * 3 * MINUTE_MS));
  assert.equal(new Set(places.map(({ x, y }) => `${x.toFixed(3)},${y.toFixed(3)}`)).size, 12);
  places.forEach(({ x, y }) => assert.ok(Math.abs(Math.hypot(x, y) - 0.08) < 1e-9));
  assert.deepEqual(shiftAt(36 * MINUTE_MS), shiftAt(0));
  assert.deepEqual(shiftAt(2.9 * MINUTE_MS), shiftAt(0));
});

test("the screen is moved every three minutes", (context) => {
  const clock = stopClock(context);
  const { wall, document } = openWall();
  const shift = () => document.getElementById("wall-stage").style.getPropertyValue("--shift-x");
  spareScreen(wall);
  assert.equal(shift(), "0.080rem");
  clock.ms = 2.9 * MINUTE_MS;
  spareScreen(wall);
  assert.equal(wall.nextShift, 3 * MINUTE_MS);
  clock.ms = 9 * MINUTE_MS;
  spareScreen(wall);
  assert.equal(shift(), "0.000rem");
});

test("at night the page is dimmed by a fifth, by day not at all", (context) => {
  stopClock(context);
  const { wall, document } = openWall();
  const page = document.querySelector(".wall");
  const dimmed = [3, 12].map((hour) => {
    learn({ headers: { get: () => new Date(Date.UTC(2026, 4, 1, hour - 8)).toUTCString() } }); // Shenzhen's clock
    wall.nextShift = 0;
    spareScreen(wall);
    return [page.hasAttribute("data-night"), page.style.getPropertyValue("--dim")];
  });
  assert.deepEqual(dimmed, [
    [true, "0.20"],
    [false, "0.00"],
  ]);
});
