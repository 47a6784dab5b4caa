/** A table of records: of few rows as HTML, of many by AG Grid, which is asked for with the first of those in sight. */
import { formatterOf, linked, plainTable, rowsOf } from "./plain_table.js";

/** @typedef {import("./plain_table.js").Values} Values */
/** @typedef {import("./plain_table.js").TableColumn} TableColumn */

/** Rows that are drawn before the grid is there. */
const FIRST_ROWS = 50;
/** A table of so many rows needs no grid: it is drawn whole before the grid's script would have come. */
export const FEW_ROWS = 200;

const OPTIONS = {
  animateRows: false,
  enableCellTextSelection: true,
  ensureDomOrder: true,
  tooltipShowDelay: 400,
  suppressColumnVirtualisation: true,
  suppressFieldDotNotation: true,
  defaultColDef: {
    sortable: true,
    resizable: true,
    suppressHeaderMenuButton: true,
    wrapHeaderText: true,
    autoHeaderHeight: true,
  },
};

/** @type {WeakMap<HTMLElement, import("../globals.d.ts").GridApi>} */
const grids = new WeakMap();
/** @type {Promise<import("../globals.d.ts").AgGrid> | null} */
let library = null;

/** @param {TableColumn[]} columns @param {Record<string, Values>} values */
const definitions = (columns, values) =>
  columns.map(({ opens, ...column }) => ({
    ...column,
    valueFormatter: formatterOf(values[column.field]),
    ...(opens && {
      cellRenderer: (/** @type {any} */ { value, valueFormatted, data }) =>
        linked({ ...column, opens }, data, String(valueFormatted ?? value ?? "")),
    }),
  }));

/** @returns {Promise<import("../globals.d.ts").AgGrid>} */
function loaded() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("[data-grid-script]")?.getAttribute("data-grid-script") ?? "";
    script.onload = () => resolve(/** @type {any} */ (window).agGrid);
    script.onerror = () => {
      library = null; // asked for again with the next table
      reject(new TypeError("the grid's script did not come"));
    };
    document.head.append(script);
  });
  return library;
}

/** @param {Record<string, Values>} values */
function rowCount(values) {
  const [column] = Object.values(values);
  return (column?.plain ?? column?.rows ?? []).length;
}

/** @param {HTMLElement} element */
function forget(element) {
  grids.get(element)?.destroy();
  grids.delete(element);
}

/**
 * @param {HTMLElement} element
 * @param {{ columns: TableColumn[], values: Record<string, Values>, words: object }} table
 */
async function draw(element, { columns, values, words }) {
  if (rowCount(values) <= FEW_ROWS) {
    forget(element);
    element.replaceChildren(plainTable(columns, values, { sorts: true }));
    return;
  }
  if (!grids.has(element)) element.replaceChildren(plainTable(columns, values, { rows: FIRST_ROWS }));
  const { createGrid } = await loaded();
  if (!element.isConnected) return;
  const shown = { columnDefs: definitions(columns, values), rowData: rowsOf(values) };
  const known = grids.get(element);
  if (known) known.updateGridOptions(shown);
  else {
    element.replaceChildren();
    grids.set(element, createGrid(element, { ...OPTIONS, ...shown, localeText: words }));
  }
}

/**
 * What a grid shows, written: its heads, and all its rows in their order, those too that are scrolled out of sight and
 * so not on the page; null where an element is no grid.
 * @param {Element} element
 * @returns {string[][] | null}
 */
export function writtenRows(element) {
  const grid = grids.get(/** @type {HTMLElement} */ (element));
  if (!grid) return null;
  const columns = grid.getAllDisplayedColumns();
  const rows = [columns.map((column) => grid.getDisplayNameForColumn(column, null))];
  grid.forEachNodeAfterFilterAndSort((rowNode) => {
    rows.push(columns.map((colKey) => String(grid.getCellValue({ rowNode, colKey, useFormatter: true }) ?? "")));
  });
  return rows;
}

/** @type {import("../drawing/elements.js").Drawing} */
export const gridDrawing = {
  make() {
    const grid = document.createElement("div");
    grid.className = "record-table";
    return grid;
  },
  draw(element, props) {
    draw(element, /** @type {any} */ (props));
  },
  remove: forget,
};
