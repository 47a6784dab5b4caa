import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fitAlert,
  interrupt,
  queueAlerts,
  rememberedAlerts,
  takeAlert,
  unseen,
} from "../../../../assets/js/wall/alerts.js";
import { openWall, stopClock } from "./wall_page.js";

const alert = (id) => ({
  id: String(id),
  what: `What ${id}`,
  where: `Where ${id}`,
  address: `/food-safety/${id}`,
  since: `Since ${id}`,
});
const alerts = (count) => [...Array(count).keys()].map(alert);
const ids = (list) => list.map(({ id }) => id);

test("alerts of the very first look were there before the wall", () => {
  assert.deepEqual(unseen(alerts(3), null), []);
  assert.deepEqual(ids(unseen(alerts(3), new Set(["0", "2"]))), ["1"]);
});

test("an alert waits once, and is remembered when the page is loaded again", () => {
  const { wall } = openWall();
  queueAlerts(wall, alerts(1));
  assert.deepEqual(wall.queue, []);
  queueAlerts(wall, alerts(2));
  queueAlerts(wall, alerts(2));
  assert.deepEqual(ids(wall.queue), ["1"]);
  assert.deepEqual(rememberedAlerts("riverton"), new Set(["0", "1"]));
  assert.equal(rememberedAlerts("leeds"), null);
});

test("an alert that is closed and raised again is a new one", () => {
  const { wall } = openWall();
  for (const open of [1, 0, 1]) queueAlerts(wall, alerts(open));
  assert.deepEqual(ids(wall.queue), ["0"]);
});

test("what the browser stored of others is nothing seen", () => {
  const { window } = openWall();
  for (const stored of ["{torn", '{"not": "a list"}']) {
    window.localStorage.setItem("citydeck-wall-seen-riverton", stored);
    assert.equal(rememberedAlerts("riverton"), null);
  }
});

test("of many alerts eight are shown, the others counted", () => {
  const queue = alerts(10);
  assert.deepEqual([ids([takeAlert(queue).alert]), queue.length], [["0"], 7]);
  assert.equal(takeAlert(alerts(10)).more, 9);
  assert.deepEqual(takeAlert(alerts(2)), { alert: alert(0), more: 1 });
  assert.deepEqual(takeAlert([]), { alert: undefined, more: 0 });
});

test("alerts are shown one after the other, then the scene gets its whole time again", (context) => {
  const clock = stopClock(context);
  const { wall, document } = openWall();
  const box = document.getElementById("wall-alert");
  const said = () => [...box.querySelectorAll("[data-say]")].map((line) => line.textContent);
  wall.queue = alerts(2);
  clock.ms = 1000;
  assert.equal(interrupt(wall), true);
  assert.deepEqual(said(), ["What 0", "Where 0", "Since 0", "1 more"]);
  clock.ms = 30999;
  assert.equal(interrupt(wall), true);
  assert.equal(said()[0], "What 0");
  clock.ms = 31000;
  assert.equal(interrupt(wall), true);
  assert.deepEqual(said(), ["What 1", "Where 1", "Since 1", ""]);
  assert.equal(box.querySelector("a")?.getAttribute("href"), "/food-safety/1");
  clock.ms = 61000;
  assert.equal(interrupt(wall), false);
  assert.deepEqual([box.hidden, wall.slotEnds], [true, 61000 + 20000]);
  clock.ms = 70000;
  assert.equal(interrupt(wall), false);
  assert.equal(wall.slotEnds, 61000 + 20000);
});

test("an alert is written in the largest type in which all of it is in sight", () => {
  const { document } = openWall();
  const box = document.getElementById("wall-alert");
  const scale = () => Number(box.style.getPropertyValue("--alert-scale"));
  const measured = (name, px) => Object.defineProperty(box, name, { configurable: true, get: px });
  for (const name of ["clientHeight", "clientWidth"]) measured(name, () => 1000);
  for (const [high, wide, fitting] of [
    [500, 500, 1.8],
    [900, 500, 1],
    [500, 1500, 0.6],
    [9000, 500, 0.3],
  ]) {
    measured("scrollHeight", () => Math.max(1000, high * scale()));
    measured("scrollWidth", () => Math.max(1000, wide * scale()));
    fitAlert(box);
    assert.equal(scale(), fitting);
  }
});
