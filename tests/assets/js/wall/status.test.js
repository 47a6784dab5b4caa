import assert from "node:assert/strict";
import { test } from "node:test";
import { learn } from "../../../../assets/js/wall/clock.js";
import { byAge, noteOffline, noteOnline, operatorLines, showStatus } from "../../../../assets/js/wall/status.js";
import { openWall, source, stopClock } from "./wall_page.js";

test("what is stale comes before what is late, an archive before what is fresh; of one state the older data", () => {
  const sources = [
    source("archive", { late: null }),
    source("fresh", { late: 300, stale: 400 }),
    source("late", { late: 100, stale: 300 }),
    source("stale, newer", { late: 10, stale: 20, reaches: 9 }),
    source("stale, older", { late: 10, stale: 20, reaches: 8 }),
  ];
  const order = byAge(sources, 200 * 1000).map(({ name, state }) => `${state} - ${name}`);
  assert.deepEqual(order, [
    "stale - stale, older",
    "stale - stale, newer",
    "late - late",
    "archive - archive",
    "fresh - fresh",
  ]);
});

test("a wall without a server says since when, not since the last try", (context) => {
  const clock = stopClock(context);
  const { wall, document, text } = openWall();
  learn({ headers: { get: () => "Fri, 01 May 2026 04:30:00 GMT" } });
  noteOffline(wall);
  clock.ms += 600000;
  noteOffline(wall);
  assert.equal(text("wall-offline"), "Alone since 12:30");
  assert.equal(document.getElementById("wall-offline").hasAttribute("data-on"), true);
});

test("a server that comes back is told at once how the wall is", () => {
  const { wall, document, text } = openWall();
  noteOffline(wall);
  Object.assign(wall, { nextHeartbeat: 60000, wait: 120000, clockMoved: 5 });
  noteOnline(wall);
  assert.deepEqual([wall.offlineSince, wall.nextHeartbeat, wall.wait, wall.clockMoved], [null, 0, 0, null]);
  assert.equal(text("wall-offline"), "");
  assert.equal(document.getElementById("wall-offline").hasAttribute("data-on"), false);
});

test("a server that was there all the time hears its heartbeat in its turn", () => {
  const { wall } = openWall();
  wall.nextHeartbeat = 60000;
  noteOnline(wall);
  assert.equal(wall.nextHeartbeat, 60000);
});

test("the oldest data in sight is named, and simulated data said to be so", () => {
  const { wall, document, text } = openWall();
  wall.scenes.get("overview").sources = [
    source("Requests"),
    source("Budget", { late: 1, stale: 2, until: "1 March", simulated: true }),
  ];
  wall.scenes.get("services").sources = [source("Hidden", { late: 0, stale: 0 })];
  showStatus(wall);
  const age = document.getElementById("wall-age");
  assert.equal(text("wall-age"), "Stale: Budget to 1 March · simulated");
  assert.deepEqual(
    [age.dataset.freshness, age.hasAttribute("data-simulated"), wall.oldestUntil],
    ["stale", true, "1 March"],
  );
  assert.equal(wall.scenes.get("overview").node.dataset.freshness, "stale");
});

test("data in the place of a damaged snapshot's is said to be so", () => {
  const { wall, text } = openWall();
  wall.scenes.get("overview").sources = [source("Requests"), source("Budget", { standsIn: true, simulated: true })];
  showStatus(wall);
  assert.equal(text("wall-age"), "Fresh: Requests to 1 May · newest damaged · simulated");
});

test("a delivery that waits for a person is said", () => {
  const { wall, text } = openWall();
  wall.scenes.get("overview").sources = [source("Requests", { waits: true })];
  showStatus(wall);
  assert.equal(text("wall-age"), "Fresh: Requests to 1 May · one waits");
});

test("a scene without data says that there is none", () => {
  const { wall, document, text } = openWall();
  showStatus(wall);
  assert.deepEqual(
    [text("wall-age"), document.getElementById("wall-age").dataset.freshness, wall.oldestUntil],
    ["No data", "none", null],
  );
});

test("an operator reads where the wall is and what does not fit", () => {
  const { wall } = openWall();
  assert.deepEqual(operatorLines(wall), ["day 1/2 · playing", "55 5 16 20", "All fits"]);
  Object.assign(wall, { slot: 1, paused: true, clockMoved: 7 });
  Object.assign(wall.scenes.get("services"), { left: ["Trend", "2 rows"], fits: false });
  assert.deepEqual(operatorLines(wall), [
    "day 2/2 · paused",
    "55 5 16 20",
    "Left: Trend and 2 rows",
    "Too much",
    "Clock moved",
  ]);
});
