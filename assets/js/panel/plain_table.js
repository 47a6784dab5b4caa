/** A table of few records as HTML: its heads sort it, its text can be selected, and it goes on paper as it is. */
import { pageLink } from "../view/own_page.js";

/**
 * @typedef {object} Values of a column
 * @property {unknown[]} [plain] as they stand, a row each
 * @property {unknown[]} of each different value once
 * @property {string[]} written how each of those is written
 * @property {number[]} rows which of those stands in each row
 *
 * @typedef {object} TableColumn
 * @property {string} field
 * @property {string} [headerName]
 * @property {string} [type] `rightAligned` for numbers
 * @property {{ dimension: string, field: string }} [opens] whose page its cells lead to, and the field that has it
 *
 * @typedef {Record<string, unknown>} Row
 */

/** Letters of a text that a cell keeps in one line. */
const SHORT = 14;

/** The rows of a table whose values come a column each. @param {Record<string, Values>} values @returns {Row[]} */
export function rowsOf(values) {
  const columns = Object.entries(values).map(([field, { plain, of, rows }]) => ({
    field,
    cells: plain ?? rows.map((place) => of[place]),
  }));
  return (columns[0]?.cells ?? []).map((_, row) =>
    Object.fromEntries(columns.map(({ field, cells }) => [field, cells[row]])),
  );
}

/** How a column's cells are written; nothing where they stand as they are. @param {Values} values */
export function formatterOf({ plain, of, written }) {
  if (plain) return undefined;
  const texts = new Map(of.map((value, place) => [value, written[place]]));
  return (/** @type {{ value: unknown }} */ { value }) => texts.get(value) ?? value;
}

/**
 * The rows by a column's values, numbers as numbers; what has no value comes last, however they are turned.
 * @param {Row[]} rows
 * @param {string} field
 * @param {boolean} falling
 */
export function sorted(rows, field, falling) {
  const [known, none] = [true, false].map((has) => rows.filter((row) => ((row[field] ?? null) !== null) === has));
  known.sort((one, other) => {
    const [a, b] = [one[field], other[field]];
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return falling ? -order : order;
  });
  return [...known, ...none];
}

/** @param {TableColumn} column */
const isNumber = ({ type }) => type === "rightAligned";

/**
 * A head that sorts by its column when it is pressed, or says its name alone.
 * @param {TableColumn} column
 * @param {((head: HTMLTableCellElement) => void) | undefined} pressed
 */
function headOf(column, pressed) {
  const head = document.createElement("th");
  head.scope = "col";
  if (isNumber(column)) head.className = "number";
  const name = pressed ? head.appendChild(document.createElement("button")) : head;
  name.textContent = column.headerName ?? "";
  if (pressed) {
    name.addEventListener("click", () => pressed(head));
    head.setAttribute("aria-sort", "none");
  }
  return head;
}

/**
 * What a cell shows: its text, as a link where its row has a page.
 * @param {TableColumn} column
 * @param {Row} row
 * @param {string} text
 */
export const linked = ({ opens }, row, text) =>
  (opens && text && pageLink(opens.dimension, row[opens.field], text)) || text;

/**
 * @param {TableColumn[]} columns
 * @param {Record<string, Values>} values
 * @param {Row[]} rows
 */
function bodyOf(columns, values, rows) {
  const written = columns.map(({ field }) => formatterOf(values[field]));
  const body = document.createElement("tbody");
  for (const row of rows) {
    const line = body.insertRow();
    columns.forEach((column, place) => {
      const cell = line.insertCell();
      if (isNumber(column)) cell.className = "number";
      const value = row[column.field];
      const text = String(written[place]?.({ value }) ?? value ?? "");
      // A day or a number stays in one line, however long the names beside it are.
      if (text.length <= SHORT) cell.classList.add("short");
      cell.append(linked(column, row, text));
    });
  }
  return body;
}

/**
 * @param {TableColumn[]} columns
 * @param {Record<string, Values>} values
 * @param {{ rows?: number, sorts?: boolean }} [how] how many rows at most, and whether its heads sort it
 */
export function plainTable(columns, values, { rows: most = Infinity, sorts = false } = {}) {
  const table = document.createElement("table");
  table.className = "records";
  const rows = rowsOf(values).slice(0, most);
  const heads = table.createTHead().insertRow();
  table.append(bodyOf(columns, values, rows));
  for (const column of columns) {
    const press = (/** @type {HTMLTableCellElement} */ head) => {
      const falling = head.getAttribute("aria-sort") === "ascending";
      for (const each of heads.cells) each.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      table.tBodies[0].replaceWith(bodyOf(columns, values, sorted(rows, column.field, falling)));
    };
    heads.append(headOf(column, sorts ? press : undefined));
  }
  return table;
}
