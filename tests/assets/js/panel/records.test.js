import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf, sorted, writerOf } from "../../../../assets/js/panel/records.js";

const NAME = { plain: ["Diner", "Bakery", "Diner"] };
const COST = { of: [5, null], written: ["$5", "–"], rows: [0, 1, 0] };

test("rows hold the values themselves, so that they sort as numbers", () => {
  assert.deepEqual(rowsOf({ name: NAME, cost: COST }), [
    { name: "Diner", cost: 5 },
    { name: "Bakery", cost: null },
    { name: "Diner", cost: 5 },
  ]);
  assert.deepEqual(rowsOf({ name: { plain: [] } }), []);
  assert.deepEqual(rowsOf({}), []);
});

test("cells are written as Python wrote each value", () => {
  assert.deepEqual(
    [5, null].map((value) => writerOf(COST)(value)),
    ["$5", "–"],
  );
  assert.deepEqual(
    ["Diner", 7, null].map((value) => writerOf(NAME)(value)),
    ["Diner", "7", ""],
  );
});

test("rows sort by value, and what has none comes last both ways", () => {
  const rows = [9, null, 10, undefined, 1].map((n) => ({ n }));
  assert.deepEqual(
    [false, true].map((falling) => sorted(rows, "n", falling).map(({ n }) => n)),
    [
      [1, 9, 10, null, undefined],
      [10, 9, 1, null, undefined],
    ],
  );
  assert.deepEqual(
    sorted([{ name: "é" }, { name: "z" }, { name: "a" }], "name", false).map(({ name }) => name),
    ["a", "é", "z"],
  );
});
