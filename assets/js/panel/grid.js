/** A table of records by AG Grid, which is asked for when the first one comes into sight. */

/**
 * @typedef {object} Values of a column
 * @property {unknown[]} [plain] as they stand, a row each
 * @property {unknown[]} of each different value once
 * @property {string[]} written how each of those is written
 * @property {number[]} rows which of those stands in each row
 */

/** Rows that are drawn before the grid is there. */
const FIRST_ROWS = 50;

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

/** The rows of a table whose values come a column each. @param {Record<string, Values>} values */
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

/** @param {{ field: string }[]} columns @param {Record<string, Values>} values */
const definitions = (columns, values) =>
  columns.map((column) => ({ ...column, valueFormatter: formatterOf(values[column.field]) }));

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

/**
 * The first rows as a plain table: what stands there, and goes on paper, until the grid has come.
 * @param {{ field: string, headerName?: string }[]} columns
 * @param {Record<string, Values>} values
 */
export function plainTable(columns, values) {
  const table = document.createElement("table");
  table.className = "records";
  const heads = table.createTHead().insertRow();
  for (const { headerName = "" } of columns) {
    const head = document.createElement("th");
    head.textContent = headerName;
    heads.append(head);
  }
  const body = table.createTBody();
  for (const row of rowsOf(values).slice(0, FIRST_ROWS)) {
    const cells = body.insertRow();
    for (const { field } of columns) {
      const written = formatterOf(values[field])?.({ value: row[field] }) ?? row[field];
      cells.insertCell().textContent = String(written ?? "");
    }
  }
  return table;
}

/**
 * @param {HTMLElement} element
 * @param {{ columns: { field: string }[], values: Record<string, Values>, words: object }} table
 */
async function draw(element, { columns, values, words }) {
  if (!grids.has(element)) element.replaceChildren(plainTable(columns, values));
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
  remove(element) {
    grids.get(element)?.destroy();
    grids.delete(element);
  },
};
