import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { between, clock, day, freshness, hourOfDay, learn, moved, now } from "../../../../assets/js/wall/clock.js";
import { stopClock } from "./wall_page.js";

const SHENZHEN = { locale: "en-GB", timezone: "Asia/Shanghai" };
const NOON = Date.UTC(2026, 4, 1, 4, 30); // 12:30 in Shenzhen
const answerAt = (date) => ({ headers: { get: () => date } });

let machine;
beforeEach((context) => {
  machine = stopClock(context, 1000);
});
afterEach((context) => context.mock.reset());

test("the wall's time is the server's, and goes on by the steady clock", (context) => {
  context.mock.method(Date, "now", () => 0); // a machine that believes it is 1970
  learn(answerAt("Fri, 01 May 2026 04:30:00 GMT"));
  assert.equal(now(), NOON + 500);
  machine.ms += 60000;
  assert.equal(now(), NOON + 60500);
});

test("an answer that says no time leaves the clock as it was", () => {
  learn(answerAt("Fri, 01 May 2026 04:30:00 GMT"));
  for (const date of [null, "", "yesterday"]) learn(answerAt(date));
  assert.equal(now(), NOON + 500);
});

test("a machine's clock that jumps by more than a minute is noticed, once", (context) => {
  let date = NOON;
  context.mock.method(Date, "now", () => date);
  moved();
  date += 1000;
  machine.ms += 1000;
  assert.equal(moved(), false);
  date += 59000; // set by less than a minute
  assert.equal(moved(), false);
  date -= 3600000;
  assert.equal(moved(), true);
  assert.equal(moved(), false);
});

test("time and day are the city's, in its writing", () => {
  assert.equal(clock(NOON, SHENZHEN), "12:30");
  assert.equal(clock(NOON, { ...SHENZHEN, timezone: "America/Chicago" }), "23:30");
  assert.match(day(NOON, { ...SHENZHEN, timezone: "America/Chicago" }), /Thu.*30 Apr/);
  assert.match(day(NOON, { ...SHENZHEN, locale: "zh-CN" }), /5月1日/);
});

test("midnight is 0 o'clock, and minutes are a fraction", () => {
  assert.equal(clock(Date.UTC(2026, 4, 1, 16, 5), SHENZHEN), "00:05");
  assert.equal(hourOfDay(SHENZHEN, NOON), 12.5);
  assert.equal(hourOfDay(SHENZHEN, Date.UTC(2026, 4, 1, 16, 15)), 0.25);
});

test("a span of hours may go over midnight", () => {
  const hours = [0, 5, 6, 12, 21.5, 22];
  assert.deepEqual(
    hours.filter((hour) => between(hour, [6, 22])),
    [6, 12, 21.5],
  );
  assert.deepEqual(
    hours.filter((hour) => between(hour, [22, 6])),
    [0, 5, 22],
  );
});

test("data grows old at its own moments, an archive does not", () => {
  const state = (seconds, source = { late: 100, stale: 200 }) => freshness(source, seconds * 1000);
  assert.deepEqual([state(100), state(101), state(200), state(201)], ["fresh", "late", "late", "stale"]);
  assert.equal(state(1e9, { late: null, stale: 0 }), "archive");
});
