/** The widths of a long table's columns: in proportion to what their cells need, until the reader draws one wider. */

/** @typedef {import("./records.js").Column} Column */

/** What the narrowest column keeps, and by how much an arrow key widens one. */
const [NARROWEST_PX, STEP_PX] = [48, 16];
/** Pixels of a page at its usual size are given in its own: a 4K screen has larger letters. */
const USUAL_PX = 16;

/** @param {HTMLTableElement} table @returns {HTMLElement[]} */
const colsOf = (table) => [...table.querySelectorAll("col")];

/** What carries the widths of so many columns. @param {number} count */
export function colGroup(count) {
  const group = document.createElement("colgroup");
  group.append(...Array.from({ length: count }, () => document.createElement("col")));
  return group;
}

/**
 * Share the table's width among its columns; narrower than they need, it scrolls.
 * @param {HTMLTableElement} table
 * @param {Column[]} columns
 */
export function shareWidth(table, columns) {
  if (table.dataset.drawn !== undefined) return; // the reader's own widths
  const whole = columns.reduce((sum, { width_px }) => sum + width_px, 0);
  table.style.width = "";
  table.style.minWidth = `${whole / USUAL_PX}rem`;
  colsOf(table).forEach((col, place) => {
    col.style.width = `${(columns[place].width_px / whole) * 100}%`;
  });
}

/** @param {HTMLTableElement} table @param {number[]} widths in pixels */
function setWidths(table, widths) {
  table.dataset.drawn = "";
  table.style.minWidth = "0";
  table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
  colsOf(table).forEach((col, place) => {
    col.style.width = `${widths[place]}px`;
  });
}

/**
 * Give a column that width and leave the others theirs.
 * @param {HTMLTableCellElement} head
 * @param {number} width in pixels
 */
function setWidth(head, width) {
  const table = /** @type {HTMLTableElement} */ (head.closest("table"));
  const widths = [.../** @type {HTMLTableRowElement} */ (head.parentElement).cells].map((each) => each.offsetWidth);
  widths[head.cellIndex] = Math.max(NARROWEST_PX, width);
  setWidths(table, widths);
}

/** By an arrow key. @param {HTMLTableCellElement} head @param {number} steps */
export const widen = (head, steps) => setWidth(head, head.offsetWidth + steps * STEP_PX);

/**
 * The edge of a head, which is drawn to another width; pressed twice, all columns are as they were.
 * @param {HTMLTableCellElement} head
 * @param {() => void} reset
 */
export function widthHandle(head, reset) {
  const handle = document.createElement("span");
  handle.className = "column-width";
  handle.setAttribute("aria-hidden", "true");
  handle.addEventListener("pointerdown", (down) => {
    down.preventDefault(); // else the head itself is dragged
    handle.setPointerCapture(down.pointerId);
    const width = head.offsetWidth;
    const drawn = (/** @type {PointerEvent} */ { clientX }) => setWidth(head, width + clientX - down.clientX);
    handle.addEventListener("pointermove", drawn);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", drawn), {
      once: true,
    });
  });
  handle.addEventListener("dblclick", reset);
  return handle;
}
