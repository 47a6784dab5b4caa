/** Copied cells of a table are columns: text with tabs, as spreadsheets take it; a whole table has its heads too. */

const TABLES = ".record-table, table.records";
/** Of a grid, or of a table behind a figure. */
const [ROWS, CELLS, HEADS] = [
  ".ag-center-cols-container .ag-row, tbody tr",
  ".ag-cell, th, td",
  ".ag-header-cell, thead th",
];
/** A written number: it may begin with a sign, and is no formula. */
const NUMBER = /^[+\-−]?[\d.,\s  ]+%?$/;
/** What a spreadsheet takes for a formula, behind signs that it does not show. */
const FORMULA = /^[\p{Cc}\p{Cf}\p{Z}]*[=+\-@]/u;

/** @param {Element} element by its place from left to right, which is not that in the page while columns are moved */
const column = (element) => Number(element.getAttribute("aria-colindex") ?? 0);

/** A cell's text in one line; what would run in a spreadsheet is led by an apostrophe. @param {Element} cell */
function cellText(cell) {
  const text = (cell.textContent ?? "").trim().replace(/\s+/g, " ");
  return FORMULA.test(text.normalize("NFKC")) && !NUMBER.test(text) ? `'${text}` : text;
}

/** @param {Element} parent @param {string} selector */
const inOrder = (parent, selector) =>
  [...parent.querySelectorAll(selector)].sort((one, other) => column(one) - column(other));

/**
 * The selected cells of a table as lines with tabs; null where fewer than two are selected.
 * @param {Element} table
 * @param {Selection} selection
 */
export function selectedCells(table, selection) {
  const rows = [...table.querySelectorAll(ROWS)].map((row) => inOrder(row, CELLS));
  const chosen = rows.map((cells) => cells.filter((cell) => selection.containsNode(cell, true)));
  const isWhole = chosen.every((cells, row) => cells.length === rows[row].length);
  const lines = chosen.filter((cells) => cells.length).map((cells) => cells.map(cellText).join("\t"));
  if (chosen.flat().length < 2) return null;
  return [...(isWhole ? [inOrder(table, HEADS).map(cellText).join("\t")] : []), ...lines].join("\n");
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

export function startCopyingCells() {
  document.addEventListener("copy", copied);
}
