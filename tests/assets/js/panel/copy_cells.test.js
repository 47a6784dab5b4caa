import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { selectedCells, startCopyingCells } from "../../../../assets/js/panel/copy_cells.js";
import { FEW_ROWS, gridDrawing } from "../../../../assets/js/panel/grid.js";
import { openPage } from "../page.js";

const HEADS = `<div class="ag-header-cell" aria-colindex="2">visits</div><div class="ag-header-cell" aria-colindex="1">
  name</div>`;
/** Columns that were moved stand in the page in another order than on the screen. */
const row = (name, visits) => `<div class="ag-row"><div class="ag-cell" aria-colindex="2">${visits}</div>
  <div class="ag-cell" aria-colindex="1">${name}</div></div>`;
const GRID = `<div class="record-table">${HEADS}<div class="ag-center-cols-container">
  ${row("=1+1", "-3.5%")}${row("Corner\n  Bakery", "12")}</div></div>`;
const TABLE = `<table class="records"><thead><tr><th>month</th><th>requests</th></tr></thead>
  <tbody><tr><th><button>May</button></th><td>7</td></tr><tr><th>June</th><td>5</td></tr></tbody></table>`;

let page;

beforeEach(() => {
  page = openPage(GRID + TABLE);
});

/** A selection of the cells whose text has one of these words. */
const of = (...words) => ({ containsNode: (cell) => words.some((word) => cell.textContent.includes(word)) });
const table = (selector) => page.document.querySelector(selector);

test("cells are columns, in the order of the screen, and run nothing", () => {
  assert.equal(selectedCells(table(".record-table"), of("=1+1", "-3.5%", "12")), "'=1+1\t-3.5%\n12");
});

test("a whole table has its heads", () => {
  const text = selectedCells(table(".record-table"), { containsNode: () => true });
  assert.equal(text, "name\tvisits\n'=1+1\t-3.5%\nCorner Bakery\t12");
  assert.equal(selectedCells(table("table"), { containsNode: () => true }), "month\trequests\nMay\t7\nJune\t5");
});

test("a whole grid has the rows too that are scrolled out of sight, and those of a page of many say so", () => {
  const api = {
    getAllDisplayedColumns: () => ["name", "visits"],
    getDisplayNameForColumn: (column) => column,
    forEachNodeAfterFilterAndSort: (each) => [...Array(FEW_ROWS + 1).keys()].forEach((row) => each({ row })),
    getCellValue: ({ rowNode, colKey }) => (colKey === "name" ? `=${rowNode.row}` : null),
  };
  page.window.agGrid = { createGrid: () => api };
  const grid = gridDrawing.make();
  page.document.body.append(grid);
  const pager = page.document.createElement("div");
  pager.innerHTML = "<nav class='pager'><p><strong>1 – 201 of 5,000</strong></p></nav>";
  pager.className = "paged";
  pager.prepend(grid);
  page.document.body.append(pager);
  const values = { name: { plain: Array(FEW_ROWS + 1).fill("x") } };
  const { append } = page.document.head;
  page.document.head.append = (script) => script.onload();
  gridDrawing.draw(grid, { columns: [{ field: "name" }], values, words: {} });
  page.document.head.append = append;
  return page.settled().then(() => {
    grid.innerHTML = `<div class="ag-center-cols-container">${row("=0", "")}</div>`;
    const lines = selectedCells(grid, { containsNode: () => true }).split("\n");
    assert.deepEqual(lines.slice(0, 2), ["name\tvisits", "'=0\t"]);
    assert.deepEqual(lines.slice(-2), [`'=${FEW_ROWS}\t`, "1 – 201 of 5,000"]);
  });
});

test("a part of one cell is copied as ever", () => {
  assert.equal(selectedCells(table("table"), of("June")), null);
});

test("what is copied from a table goes to the clipboard as text with tabs", () => {
  startCopyingCells();
  const selected = { ...of("May", "7"), anchorNode: table("td").firstChild, isCollapsed: false };
  page.document.getSelection = () => selected;
  const taken = {};
  const event = new page.window.Event("copy", { bubbles: true, cancelable: true });
  event.clipboardData = { setData: (type, text) => (taken[type] = text) };
  table("td").dispatchEvent(event);
  assert.deepEqual([taken, event.defaultPrevented], [{ "text/plain": "May\t7" }, true]);
});
