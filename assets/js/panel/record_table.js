/**
 * A table of records as HTML: its heads sort it, its text can be selected, and a screen reader reads it as it is. Of
 * many rows those in sight are drawn, the others as they come near; its columns are then filtered, widened and moved.
 */
import { Arrangement } from "./arrangement.js";
import { markFiltered, openColumnFilter } from "./column_filter.js";
import { longHead, sortingHead } from "./column_head.js";
import { colGroup, shareWidth } from "./column_width.js";
import { cellsOf, rowsOf } from "./records.js";
import { rowOf, sentenceRow } from "./table_rows.js";

/** @typedef {import("./records.js").Column} Column */
/** @typedef {import("./records.js").Row} Row */
/** @typedef {Record<string, import("./records.js").Values>} Values by field */
/** @typedef {{ columns: Column[], values: Values, words: Record<string, string> }} Records */

/** A table of so many rows is drawn whole, and each cell takes the lines that it needs. */
export const FEW_ROWS = 200;
/** Rows of a long table drawn at first, and ahead of those in sight: one more than on paper, which then says so. */
const ROWS_AHEAD = 41;

class RecordTable {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.table = document.createElement("table");
    this.body = document.createElement("tbody");
    /** @type {HTMLTableCellElement[]} */
    this.heads = [];
    this.isLong = false;
    this.names = "";
    /** @type {Record<string, string>} */
    this.words = {};
    /** Its columns, in the order of the screen. @type {import("./arrangement.js").Cells[]} */
    this.cells = [];
    /** As they came. @type {Row[]} */
    this.rows = [];
    /** Those that are left, in their order. @type {Row[]} */
    this.shown = [];
    this.arrangement = new Arrangement();
    element.addEventListener("scroll", () => this.drawNear(), { passive: true });
  }

  get columns() {
    return this.cells.map(({ column }) => column);
  }

  /** Records of the same columns keep how the reader arranged the ones before. @param {Records} records */
  show({ columns, values, words }) {
    this.rows = rowsOf(values);
    const isLong = this.rows.length > FEW_ROWS;
    const names = JSON.stringify([isLong, words, columns.map(({ field, head }) => [field, head])]);
    const places = new Map(this.columns.map(({ field }, place) => [field, place]));
    const cells = columns.map((column) => cellsOf(column, values[column.field]));
    const placeOf = (/** @type {{ column: Column }} */ { column }) => places.get(column.field) ?? 0;
    if (names === this.names) this.cells = cells.sort((one, other) => placeOf(one) - placeOf(other));
    else {
      Object.assign(this, { names, isLong, words, cells, arrangement: new Arrangement() });
      this.drawHeads();
    }
    this.arrange();
  }

  /** The table with its heads, without rows. */
  drawHeads() {
    this.element.dataset.paper = this.words.paper;
    const table = document.createElement("table");
    table.className = this.isLong ? "records long" : "records";
    if (this.isLong) table.append(colGroup(this.cells.length));
    this.heads = this.columns.map((column) => this.headOf(column));
    table
      .createTHead()
      .insertRow()
      .append(...this.heads);
    table.append(this.body);
    this.table = table;
    this.markHeads();
    this.element.replaceChildren(table);
  }

  /** @param {Column} column */
  headOf(column) {
    const actions = {
      sort: () => this.sortBy(column.field),
      filter: (/** @type {HTMLElement} */ button) => this.openFilter(column, button),
      move: (/** @type {number} */ from, /** @type {number} */ to) => this.move(from, to),
      reset: () => {
        delete this.table.dataset.drawn;
        shareWidth(this.table, this.columns);
      },
    };
    return this.isLong ? longHead(column, this.words, actions) : sortingHead(column, actions);
  }

  /** Say on each head how it sorts and filters. */
  markHeads() {
    this.heads.forEach((head, place) => {
      const { column } = this.cells[place];
      head.setAttribute("aria-sort", this.arrangement.sortOf(column.field));
      const button = /** @type {HTMLElement | null} */ (head.querySelector(".column-filter"));
      if (button) markFiltered(button, column, this.arrangement.conditions.get(column.field), this.words);
    });
  }

  /** @param {string} field */
  sortBy(field) {
    this.arrangement.sortBy(field);
    this.markHeads();
    this.arrange();
  }

  /** @param {Column} column @param {HTMLElement} button */
  openFilter(column, button) {
    const { conditions } = this.arrangement;
    openColumnFilter(button, column, conditions.get(column.field), this.words, (condition) => {
      conditions.set(column.field, condition);
      this.markHeads();
      this.arrange();
    });
  }

  /** A column to another's place; the focus goes with it. @param {number} from @param {number} to */
  move(from, to) {
    if (from === to || to < 0 || to >= this.cells.length) return;
    this.cells.splice(to, 0, ...this.cells.splice(from, 1));
    this.drawHeads();
    this.arrange();
    this.heads[to].querySelector("button")?.focus();
  }

  /** The rows that are left in their order: all of a short table, the first of a long one. */
  arrange() {
    const isScrolled = this.isLong && this.body.childElementCount > ROWS_AHEAD;
    this.shown = this.arrangement.of(this.rows, this.cells);
    const body = document.createElement("tbody");
    this.body.replaceWith(body);
    this.body = body;
    if (this.isLong) {
      this.table.setAttribute("aria-rowcount", String(this.shown.length + 1));
      shareWidth(this.table, this.columns);
      if (isScrolled) this.element.scrollTop = 0;
      if (!this.shown.length) body.append(sentenceRow(this.words.none, this.cells.length));
    }
    this.drawTo(this.isLong ? ROWS_AHEAD : this.shown.length);
  }

  /** Draw the rows before that one, and leave room for the rest. @param {number} end */
  drawTo(end) {
    const drawn = this.body.childElementCount;
    const rows = this.shown.slice(drawn, end);
    this.body.append(...rows.map((row, place) => rowOf(row, drawn + place, this.cells, this.isLong)));
    if (!this.isLong) return;
    const left = this.shown.length - this.body.childElementCount;
    this.table.style.marginBottom = left > 0 ? `calc(${left} * var(--row-height))` : "";
  }

  /** Draw what comes near while the table scrolls. */
  drawNear() {
    const drawn = this.body.childElementCount;
    if (!this.isLong || drawn >= this.shown.length) return;
    const rowPx = this.body.offsetHeight / drawn;
    const inSight = Math.ceil((this.element.scrollTop + this.element.clientHeight) / rowPx);
    if (inSight + ROWS_AHEAD / 2 > drawn) this.drawTo(inSight + ROWS_AHEAD);
  }

  /** Its heads, and all rows that are left, in their order. @returns {string[][]} */
  written() {
    const texts = (/** @type {Row} */ row) => this.cells.map(({ column, textOf }) => textOf(row[column.field]));
    return [this.columns.map(({ head }) => head), ...this.shown.map(texts)];
  }
}

/** @type {WeakMap<Element, RecordTable>} */
const tables = new WeakMap();

/**
 * What a table shows, written: its heads, and all its rows in their order, those too that are not drawn yet; null where
 * an element is no such table.
 * @param {Element} element
 */
export const writtenRows = (element) => tables.get(element)?.written() ?? null;

/** @type {import("../drawing/elements.js").Drawing} */
export const recordTableDrawing = {
  make() {
    const element = document.createElement("div");
    element.className = "record-table";
    element.tabIndex = 0; // its rows are scrolled by keys, and Ctrl+A means them
    tables.set(element, new RecordTable(element));
    return element;
  },
  draw(element, props) {
    tables.get(element)?.show(/** @type {Records} */ (props));
  },
  remove(element) {
    element.replaceChildren();
  },
};
