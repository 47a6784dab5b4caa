import assert from "node:assert/strict";
import { test } from "node:test";
import { gathered } from "../../../../assets/js/map/clusters.js";

const at = (...places) => places.map(([x, y]) => ({ x, y }));
const marks = (...given) => gathered(...given).map((mark) => mark.sort((a, b) => a - b));

test("four places within the radius are one mark, three are not", () => {
  assert.deepEqual(marks(at([0, 0], [5, 0], [0, 5], [5, 5]), 10, 4), [[0, 1, 2, 3]]);
  assert.deepEqual(marks(at([0, 0], [5, 0], [0, 5]), 10, 4), [[0], [1], [2]]);
});

test("places on both sides of the squares' border are near all the same", () => {
  assert.deepEqual(marks(at([9, 9], [11, 9], [9, 11], [11, 11]), 10, 4), [[0, 1, 2, 3]]);
  assert.deepEqual(marks(at([-1, -1], [1, -1], [-1, 1], [1, 1]), 10, 4), [[0, 1, 2, 3]]);
});

test("what is farther than the radius stays by itself", () => {
  const places = at([0, 0], [1, 0], [0, 1], [1, 1], [30, 0], [11, 0]);
  assert.deepEqual(marks(places, 10, 4), [[0, 1, 2, 3], [4], [5]]);
});

test("every place is in exactly one mark", () => {
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const places = Array.from({ length: 500 }, () => ({ x: next() * 300, y: next() * 300 }));
  const found = gathered(places, 28, 4);
  assert.deepEqual(
    found.flat().sort((a, b) => a - b),
    places.map((_, index) => index),
  );
  assert.ok(found.some((mark) => mark.length >= 4));
});

test("no places are no marks", () => assert.deepEqual(marks([], 28, 4), []));
