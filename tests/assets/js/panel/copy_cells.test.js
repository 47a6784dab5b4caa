import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { selectedCells, startCopyingCells } from "../../../../assets/js/panel/copy_cells.js";
import { FEW_ROWS, recordTableDrawing } from "../../../../assets/js/panel/record_table.js";
import { openPage } from "../page.js";

const row = (name, visits) => `<tr><td>${name}</td><td>${visits}</td></tr>`;
const RECORDS = `<div class="record-table"><table><thead><tr><th><button>name</button></th><th>visits</th></tr></thead>
  <tbody>${row("=1+1", "-3.5%")}${row("Corner\n  Bakery", "12")}</tbody></table></div>`;
const TABLE = `<table class="records"><thead><tr><th>month</th><th>requests</th></tr></thead>
  <tbody><tr><th><button>May</button></th><td>7</td></tr><tr><th>June</th><td>5</td></tr></tbody></table>`;

let page;

beforeEach(() => {
  page = openPage(RECORDS + TABLE);
});

/** A selection of the cells whose text has one of these words. */
const of = (...words) => ({ containsNode: (cell) => words.some((word) => cell.textContent.includes(word)) });
const table = (selector) => page.document.querySelector(selector);

test("cells are columns, and run nothing", () => {
  assert.equal(selectedCells(table(".record-table"), of("=1+1", "-3.5%", "12")), "'=1+1\t-3.5%\n12");
});

test("a whole table has its heads", () => {
  const text = selectedCells(table(".record-table"), { containsNode: () => true });
  assert.equal(text, "name\tvisits\n'=1+1\t-3.5%\nCorner Bakery\t12");
  assert.equal(selectedCells(table("table.records"), { containsNode: () => true }), "month\trequests\nMay\t7\nJune\t5");
});

test("a whole table has the rows too that are not drawn yet, and those of a page of many say so", () => {
  const table = recordTableDrawing.make();
  const paged = page.document.createElement("div");
  paged.innerHTML = "<nav class='pager'><p><strong>1 – 201 of 5,000</strong></p></nav>";
  paged.className = "paged";
  paged.prepend(table);
  page.document.body.append(paged);
  const plain = [...Array(FEW_ROWS + 1).keys()].map((place) => `=${place}`);
  const columns = [{ field: "name", head: "name", word: "name", width_px: 96 }];
  recordTableDrawing.draw(table, { columns, values: { name: { plain } }, words: {} });
  assert.ok(table.querySelectorAll("tbody tr").length < FEW_ROWS);
  const lines = selectedCells(table, { containsNode: () => true }).split("\n");
  assert.deepEqual(lines.slice(0, 2), ["name", "'=0"]);
  assert.deepEqual(lines.slice(-2), [`'=${FEW_ROWS}`, "1 – 201 of 5,000"]);
});

test("a part of one cell is copied as ever", () => {
  assert.equal(selectedCells(table("table.records"), of("June")), null);
});

test("what is copied from a table goes to the clipboard as text with tabs", () => {
  startCopyingCells();
  const selected = { ...of("May", "7"), anchorNode: table("table.records td").firstChild, isCollapsed: false };
  page.document.getSelection = () => selected;
  const taken = {};
  const event = new page.window.Event("copy", { bubbles: true, cancelable: true });
  event.clipboardData = { setData: (type, text) => (taken[type] = text) };
  table("table.records td").dispatchEvent(event);
  assert.deepEqual([taken, event.defaultPrevented], [{ "text/plain": "May\t7" }, true]);
});
