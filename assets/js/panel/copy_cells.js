/** Copied cells of a table are columns: text with tabs, as spreadsheets take it; a whole table has its heads too. */
import { writtenRows } from "./record_table.js";

const TABLES = ".record-table, table.records";
const [ROWS, CELLS, HEADS] = ["tbody tr", "th, td", "thead th"];
/** A written number: it may begin with a sign, and is no formula. */
const NUMBER = /^[+\-−]?[\d.,\s  ]+%?$/;
/** What a spreadsheet takes for a formula, behind signs that it does not show. */
const FORMULA = /^[\p{Cc}\p{Cf}\p{Z}]*[=+\-@]/u;

/** A text in one line; what would run in a spreadsheet is led by an apostrophe. @param {string | null} written */
function copiedText(written) {
  const text = (written ?? "").trim().replace(/\s+/g, " ");
  return FORMULA.test(text.normalize("NFKC")) && !NUMBER.test(text) ? `'${text}` : text;
}

/** @param {Element} cell */
const cellText = (cell) => copiedText(cell.textContent);

/**
 * The selected cells of a table as lines with tabs; null where fewer than two are selected. Where all are, a table of
 * records gives all of its rows: those that are not drawn yet cannot be selected.
 * @param {Element} table
 * @param {Selection} selection
 */
export function selectedCells(table, selection) {
  const rows = [...table.querySelectorAll(ROWS)].map((row) => [...row.querySelectorAll(CELLS)]);
  const chosen = rows.map((cells) => cells.filter((cell) => selection.containsNode(cell, true)));
  if (chosen.flat().length < 2) return null;
  const lines = chosen.filter((cells) => cells.length).map((cells) => cells.map(cellText).join("\t"));
  if (chosen.some((cells, row) => cells.length < rows[row].length)) return lines.join("\n");
  const head = [...table.querySelectorAll(HEADS)].map(cellText).join("\t");
  const whole = writtenRows(table)?.map((texts) => texts.map(copiedText).join("\t")) ?? [head, ...lines];
  // Of many rows a page is here: which ones is said below them.
  const shown = table.closest(".paged")?.querySelector(".pager strong")?.textContent;
  return [...whole, ...(shown ? [copiedText(shown)] : [])].join("\n");
}

/** @param {ClipboardEvent} event */
function copied(event) {
  const selection = document.getSelection();
  const node = selection?.anchorNode;
  const table = (node instanceof Element ? node : node?.parentElement)?.closest(TABLES);
  const text = table && selection && !selection.isCollapsed ? selectedCells(table, selection) : null;
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
}

/** Ctrl+A in a table means the table. @param {KeyboardEvent} event */
function selectTable(event) {
  const table = event.target instanceof Element ? event.target.closest(TABLES) : null;
  const isMeant = event.key === "a" && (event.ctrlKey || event.metaKey) && !(event.target instanceof HTMLInputElement);
  if (!table || !isMeant) return;
  document.getSelection()?.selectAllChildren(table);
  event.preventDefault();
}

export function startCopyingCells() {
  document.addEventListener("keydown", selectTable);
  document.addEventListener("copy", copied);
}
