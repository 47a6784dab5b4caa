import assert from "node:assert/strict";
import { test } from "node:test";
import { dateTicks, placeOf, scale, stepOf, ticksOf } from "../../../../assets/js/charts/chart_scales.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const written = { formats: ["%-d %b", "%b %Y", "%Y"], months: MONTHS, type: 1 };
const range = (first, last) => [placeOf(first), placeOf(last)];
const said = (ticks) => ticks.map(({ lines: [line] }) => line);

test("days and instants are places in one zone, wherever the browser is", () => {
  assert.equal(placeOf("1970-01-02"), 86_400_000);
  assert.equal(placeOf("1970-01-02T06:00:00"), 108_000_000);
  assert.equal(placeOf("1970-01-02 06:00:00"), 108_000_000);
  assert.equal(placeOf(7), 7);
});

test("a scale leads from places to pixels, and one place alone stands in the middle", () => {
  const across = scale([0, 10], [100, 200]);
  assert.deepEqual([across(0), across(5), across(10)], [100, 150, 200]);
  assert.equal(scale([3, 3], [0, 50])(3), 25);
});

test("the step of places is the shortest distance", () => {
  assert.equal(stepOf([0, 28, 59]), 28);
  assert.equal(stepOf([5]), 86_400_000);
});

test("an axis of years names years where there is room for no more", () => {
  const ticks = dateTicks(range("2011-01-01", "2014-12-01"), 200, written);
  assert.deepEqual(said(ticks), ["2011", "2012", "2013", "2014"]);
  assert.equal(ticks[1].at, placeOf("2012-01-01"));
});

test("an axis of a year names every third month, or every month in a wider one", () => {
  const year = range("2025-01-01", "2025-12-31");
  assert.deepEqual(said(dateTicks(year, 300, written)), ["Jan 2025", "Apr 2025", "Jul 2025", "Oct 2025"]);
  assert.equal(dateTicks(year, 1000, written).length, 12);
});

test("an axis of weeks names Mondays", () => {
  const ticks = dateTicks(range("2026-01-01", "2026-02-01"), 400, written);
  assert.deepEqual(said(ticks), ["5 Jan", "12 Jan", "19 Jan", "26 Jan"]);
});

test("own words that would run into the ones before them are left out where it is narrow", () => {
  const own = { tickvals: [0, 1, 2, 3], ticktext: ["2025年2月", "2025年3月", "2025年4月", "2025年5月"] };
  assert.deepEqual(said(ticksOf(own, [0, 3], 400, written)), own.ticktext);
  assert.deepEqual(said(ticksOf(own, [0, 3], 130, written)), ["2025年2月", "2025年4月"]);
  // Digits are wider than letters: on a phone these stood with a pixel between them.
  const days = { tickvals: [0, 1, 2], ticktext: ["2026年2月10日", "2026年5月10日", "2026年8月10日"] };
  assert.deepEqual(said(ticksOf(days, [0, 2], 164, written)), ["2026年2月10日", "2026年8月10日"]);
});

test("an axis says its own words where it has them, and nothing where it is not seen", () => {
  const own = { tickvals: ["2025-01-01", "2025-04-01"], ticktext: ["Q1<br>2025", "Q2"] };
  const ticks = ticksOf(own, range("2025-01-01", "2025-04-01"), 300, written);
  assert.deepEqual(ticks, [
    { at: placeOf("2025-01-01"), lines: ["Q1", "2025"] },
    { at: placeOf("2025-04-01"), lines: ["Q2"] },
  ]);
  assert.deepEqual(ticksOf({ visible: false, ...own }, [0, 1], 300, written), []);
  assert.deepEqual(ticksOf({}, [0, 1], 300, written), []);
});
