/** The rows of a table of records. */
import { pageLink } from "../view/own_page.js";

/** @typedef {import("./records.js").Column} Column */
/** @typedef {import("./records.js").Row} Row */

/** Letters of a text that a cell of a short table keeps in one line. */
const SHORT = 14;

/**
 * What a cell shows: its text, as a link where its row has a page.
 * @param {Column} column
 * @param {Row} row
 * @param {string} text
 */
const linked = ({ opens }, row, text) => (opens && text && pageLink(opens.dimension, row[opens.field], text)) || text;

/**
 * @param {Row} row
 * @param {number} place counted from 0
 * @param {import("./arrangement.js").Cells[]} cells
 * @param {boolean} isLong whether others are not drawn, so that it says which one it is
 */
export function rowOf(row, place, cells, isLong) {
  const line = document.createElement("tr");
  if (isLong) line.setAttribute("aria-rowindex", String(place + 2));
  for (const { column, textOf, exactOf } of cells) {
    const cell = line.insertCell();
    if (column.is_number) cell.className = "number";
    const text = textOf(row[column.field]);
    // A day or a number stays in one line, however long the names beside it are.
    if (!isLong && text.length <= SHORT) cell.classList.add("short");
    const exact = exactOf(row[column.field]);
    if (exact) cell.title = exact;
    cell.append(linked(column, row, text));
  }
  return line;
}

/** A sentence in the place of rows. @param {string} sentence @param {number} columns */
export function sentenceRow(sentence, columns) {
  const line = document.createElement("tr");
  const cell = line.insertCell();
  cell.colSpan = columns;
  cell.className = "no-rows";
  cell.textContent = sentence;
  return line;
}
