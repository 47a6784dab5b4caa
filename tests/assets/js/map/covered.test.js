import assert from "node:assert/strict";
import { test } from "node:test";
import { coveredBy } from "../../../../assets/js/map/covered.js";

const square = (west, south, wide) => [
  [west, south],
  [west + wide, south],
  [west + wide, south + wide],
  [west, south + wide],
  [west, south],
];

test("a place inside is covered, one outside is not", () => {
  const covers = coveredBy([{ type: "Polygon", coordinates: [square(0, 0, 2)] }]);
  assert.deepEqual([covers(1, 1), covers(3, 1), covers(1, -1)], [true, false, false]);
});

test("a hole is not covered by the area around it", () => {
  const covers = coveredBy([{ type: "Polygon", coordinates: [square(0, 0, 6), square(2, 2, 2)] }]);
  assert.deepEqual([covers(1, 1), covers(3, 3)], [true, false]);
});

test("each part of an area covers", () => {
  const covers = coveredBy([{ type: "MultiPolygon", coordinates: [[square(0, 0, 1)], [square(5, 5, 1)]] }]);
  assert.deepEqual([covers(0.5, 0.5), covers(5.5, 5.5), covers(3, 3)], [true, true, false]);
});

test("nothing covers nothing", () => {
  assert.equal(coveredBy([])(0, 0), false);
});
