import assert from "node:assert/strict";
import { test } from "node:test";
import { formatterOf, gridDrawing, plainTable, rowsOf } from "../../../../assets/js/panel/grid.js";
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

test("until the grid has come its first rows stand as a plain table, as text", () => {
  openPage();
  const table = plainTable(
    [
      { field: "name", headerName: "Name" },
      { field: "cost", headerName: "Cost" },
    ],
    { name: { plain: ["<b>Diner</b>", "Bakery", "Diner"] }, cost: COST },
  );
  const texts = (selector) => [...table.querySelectorAll(selector)].map((each) => each.textContent);
  assert.deepEqual(texts("th"), ["Name", "Cost"]);
  assert.deepEqual(texts("td"), ["<b>Diner</b>", "$5", "Bakery", "–", "Diner", "$5"]);
});

test("the grid's script is asked for once, and a table is made once and then changed", async () => {
  const { document } = openPage('<i data-grid-script="/grid.js"></i><div id="host"></div>');
  const calls = [];
  const append = document.head.append.bind(document.head);
  const asked = [];
  document.head.append = (script) => asked.push(script);
  globalThis.window.agGrid = {
    createGrid: (_, { rowData, localeText }) => {
      calls.push([rowData.length, localeText]);
      return { updateGridOptions: (options) => calls.push(options.rowData.length), destroy: () => calls.push("gone") };
    },
  };
  const grid = gridDrawing.make();
  document.getElementById("host").append(grid);
  const props = { columns: [{ field: "name" }], values: { name: NAME }, words: { empty: "Empty" } };
  gridDrawing.draw(grid, props);
  gridDrawing.draw(grid, { ...props, values: { name: { plain: ["Diner"] } } });
  assert.equal(asked.length, 1);
  assert.match(asked[0].src, /\/grid\.js$/);
  asked[0].onload();
  await new Promise((resolve) => setTimeout(resolve, 0));
  gridDrawing.remove(grid);
  assert.deepEqual(calls, [[3, { empty: "Empty" }], 1, "gone"]);
  document.head.append = append;
});
