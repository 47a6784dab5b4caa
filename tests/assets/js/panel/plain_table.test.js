import assert from "node:assert/strict";
import { test } from "node:test";
import { formatterOf, plainTable, rowsOf, sorted } from "../../../../assets/js/panel/plain_table.js";
import { openPage } from "../page.js";

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
    [5, null].map((value) => formatterOf(COST)({ value })),
    ["$5", "–"],
  );
  assert.equal(formatterOf(NAME), undefined);
});

test("the first rows stand as text", () => {
  openPage();
  const table = plainTable(
    [
      { field: "name", headerName: "Name" },
      { field: "cost", headerName: "Cost" },
    ],
    { name: { plain: ["<b>Diner</b>", "Bakery", "Diner"] }, cost: COST },
    { rows: 2 },
  );
  const texts = (selector) => [...table.querySelectorAll(selector)].map((each) => each.textContent);
  assert.deepEqual(texts("th"), ["Name", "Cost"]);
  assert.deepEqual(texts("td"), ["<b>Diner</b>", "$5", "Bakery", "–"]);
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

test("a head sorts by its column, and the other way when it is pressed again", () => {
  openPage();
  const values = {
    name: { plain: ["Diner", "Bakery"] },
    n: { of: [12000, 3], written: ["12,000", "3"], rows: [0, 1] },
  };
  const columns = [
    { field: "name", headerName: "Name" },
    { field: "n", headerName: "N", type: "rightAligned" },
  ];
  const table = plainTable(columns, values, { sorts: true });
  const [, head] = table.querySelectorAll("th");
  const texts = () => [...table.querySelectorAll("td.number")].map((each) => each.textContent);
  head.querySelector("button").click();
  assert.deepEqual([texts(), head.getAttribute("aria-sort")], [["3", "12,000"], "ascending"]);
  head.querySelector("button").click();
  assert.deepEqual([texts(), head.getAttribute("aria-sort")], [["12,000", "3"], "descending"]);
});
