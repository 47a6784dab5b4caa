import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FEW_ROWS, recordTableDrawing, writtenRows } from "../../../../assets/js/panel/record_table.js";
import { openPage } from "../page.js";

const NAME = { field: "name", head: "Name", word: "name", width_px: 100 };
const VISITS = { field: "visits", head: "Visits", word: "visits", width_px: 300, is_number: true };
const WORDS = { none: "No matching rows", filter: "Column filter", filtered: "Column filtered", contains: "Contains" };

let page, element;

beforeEach(() => {
  page = openPage();
  element = recordTableDrawing.make();
  page.document.body.append(element);
  // happy-dom knows no popovers.
  Object.assign(page.window.HTMLElement.prototype, { showPopover() {}, hidePopover() {} });
  globalThis.Option = function (text, value) {
    return Object.assign(page.document.createElement("option"), { textContent: text, value });
  };
});

/** So many rows, numbered downwards, named a, b, a, b ... */
const records = (count) => ({
  columns: [NAME, VISITS],
  values: {
    name: { plain: Array.from({ length: count }, (_, row) => "ab"[row % 2]) },
    visits: { plain: Array.from({ length: count }, (_, row) => count - row) },
  },
  words: WORDS,
});
const draw = (count) => recordTableDrawing.draw(element, records(count));
const texts = (selector) => [...element.querySelectorAll(selector)].map((each) => each.textContent);
const press = (place) => element.querySelectorAll("thead button:not(.column-filter)")[place].click();
const names = () => texts("td:not(.number)");
const numbers = () => texts("td.number").map(Number);

test("an amount in short form says itself to the cent when it is pointed at", () => {
  const paid = { of: [1234567.89, null], written: ["$1.23M", "–"], exact: ["$1,234,567.89", "–"], rows: [0, 1] };
  recordTableDrawing.draw(element, { columns: [VISITS], values: { visits: paid }, words: WORDS });
  assert.deepEqual(texts("td"), ["$1.23M", "–"]);
  assert.equal(element.querySelector("td").title, "$1,234,567.89");
  draw(2);
  assert.equal(element.querySelector("td.number").title, "");
});

test("a table of few rows is drawn whole, without more than heads that sort", () => {
  draw(FEW_ROWS);
  assert.equal(element.querySelectorAll("tbody tr").length, FEW_ROWS);
  assert.equal(element.querySelector(".column-filter, .column-width, col"), null);
  press(1);
  assert.deepEqual(numbers().slice(0, 3), [1, 2, 3]);
  press(1);
  assert.deepEqual(numbers().slice(0, 3), [FEW_ROWS, FEW_ROWS - 1, FEW_ROWS - 2]);
  assert.deepEqual(
    [...element.querySelectorAll("th")].map((head) => head.getAttribute("aria-sort")),
    ["none", "descending"],
  );
});

test("texts are no HTML, and a cell says what its value is written as", () => {
  recordTableDrawing.draw(element, {
    columns: [NAME, VISITS],
    values: {
      name: { plain: ["<b>Diner</b>", "A name of many letters"] },
      visits: { of: [5, null], written: ["5 visits", "–"], rows: [0, 1] },
    },
    words: WORDS,
  });
  assert.deepEqual(texts("td"), ["<b>Diner</b>", "5 visits", "A name of many letters", "–"]);
  assert.deepEqual(
    [...element.querySelectorAll("td")].map((cell) => cell.classList.contains("short")),
    [true, true, false, true],
  );
});

test("of many rows the first are drawn, room is left for the others, and they come while the table scrolls", () => {
  draw(1000);
  assert.equal(numbers().length, 41, "one more than on paper, which then says that there are more");
  assert.equal(element.querySelector("table").style.marginBottom, "calc(959 * var(--row-height))");
  assert.equal(element.querySelector("table").getAttribute("aria-rowcount"), "1001");
  Object.defineProperty(element, "clientHeight", { value: 400 });
  Object.defineProperty(element.querySelector("tbody"), "offsetHeight", { get: () => numbers().length * 30 });
  element.scrollTop = 3000;
  element.dispatchEvent(new page.window.Event("scroll"));
  assert.equal(numbers().length, 155, "(3,000 + 400) / 30 rows down to the lower edge, and 41 ahead");
  assert.deepEqual(numbers().slice(-1), [1000 - 154]);
  assert.equal(element.querySelector("tbody tr:last-child").getAttribute("aria-rowindex"), "156");
  press(1);
  assert.deepEqual([numbers().length, numbers()[0], element.scrollTop], [41, 1, 0]);
});

test("a column sorted last orders first, and rows that are alike keep the order before", () => {
  draw(1000);
  press(1);
  press(0);
  assert.deepEqual(
    [names().slice(0, 2), numbers().slice(0, 3)],
    [
      ["a", "a"],
      [2, 4, 6],
    ],
  );
});

test("records of the same columns keep how they are sorted; few rows instead of many begin anew", () => {
  draw(1000);
  press(1);
  const head = element.querySelector("th");
  draw(300);
  assert.equal(element.querySelector("th"), head, "its focus stays");
  assert.deepEqual(numbers().slice(0, 2), [1, 2]);
  draw(3);
  assert.deepEqual(numbers(), [3, 2, 1]);
});

test("a condition leaves rows out while it is written, and its button says so", () => {
  draw(1000);
  const button = element.querySelector(".column-filter");
  button.click();
  const menu = element.querySelector(".column-filter-menu");
  const input = menu.querySelector("input");
  const write = (value) => {
    input.value = value;
    input.dispatchEvent(new page.window.Event("input", { bubbles: true }));
  };
  write("B");
  assert.deepEqual(new Set(names()), new Set(["b"]));
  assert.equal(element.querySelector("table").getAttribute("aria-rowcount"), "501");
  assert.equal(button.getAttribute("aria-label"), "Column filtered: name");
  write("c");
  assert.deepEqual(texts("td"), ["No matching rows"]);
  write("");
  assert.equal(element.querySelector("table").getAttribute("aria-rowcount"), "1001");
  assert.equal(button.getAttribute("aria-label"), "Column filter: name");
});

test("columns are moved by keys, and stay so with the next records", () => {
  draw(1000);
  const keys = { key: "ArrowRight", shiftKey: true, bubbles: true, cancelable: true };
  element.querySelector("th").dispatchEvent(new page.window.KeyboardEvent("keydown", keys));
  assert.deepEqual(texts("th"), ["Visits", "Name"]);
  assert.equal(page.document.activeElement.textContent, "Name");
  draw(999);
  assert.deepEqual(texts("th"), ["Visits", "Name"]);
  assert.deepEqual(texts("tbody tr:first-child td"), ["999", "a"]);
  assert.deepEqual(writtenRows(element)[1], ["999", "a"]);
});

test("columns share the width by what they need, until one is widened", () => {
  draw(1000);
  const table = element.querySelector("table");
  const widths = () => [...table.querySelectorAll("col")].map(({ style }) => style.width);
  assert.deepEqual([table.style.minWidth, widths()], ["25rem", ["25%", "75%"]]);
  const [name, visits] = table.querySelectorAll("th");
  Object.defineProperty(name, "offsetWidth", { value: 100 });
  Object.defineProperty(visits, "offsetWidth", { value: 300 });
  const keys = { key: "ArrowRight", altKey: true, bubbles: true, cancelable: true };
  name.dispatchEvent(new page.window.KeyboardEvent("keydown", keys));
  assert.deepEqual([table.style.width, widths()], ["416px", ["116px", "300px"]]);
  draw(900);
  assert.deepEqual(widths(), ["116px", "300px"]);
  name.querySelector(".column-width").dispatchEvent(new page.window.Event("dblclick"));
  assert.deepEqual(widths(), ["25%", "75%"]);
});

test("an element that is no table of records has no written rows", () => {
  assert.equal(writtenRows(page.document.body), null);
  draw(2);
  assert.deepEqual(writtenRows(element), [
    ["Name", "Visits"],
    ["a", "2"],
    ["b", "1"],
  ]);
});
