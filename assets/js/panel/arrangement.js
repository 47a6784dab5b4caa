/** Which rows of a table are left, and in which order: what the heads of its columns were pressed for. */
import { matching } from "./condition.js";
import { sorted } from "./records.js";

/** @typedef {import("./condition.js").Condition} Condition */
/** @typedef {import("./records.js").Row} Row */
/**
 * @typedef {object} Cells of one column
 * @property {import("./records.js").Column} column
 * @property {(value: unknown) => string} textOf
 * @property {(value: unknown) => string} exactOf
 */

export class Arrangement {
  constructor() {
    /** The last one orders first. @type {{ field: string, falling: boolean }[]} */
    this.orders = [];
    /** By field. @type {Map<string, Condition>} */
    this.conditions = new Map();
  }

  /** Upwards, and the other way where that is how it is sorted. @param {string} field */
  sortBy(field) {
    const falling = this.sortOf(field) === "ascending";
    this.orders = [...this.orders.filter((order) => order.field !== field), { field, falling }];
  }

  /** As `aria-sort` says it. @param {string} field */
  sortOf(field) {
    const order = this.orders.at(-1);
    if (order?.field !== field) return "none";
    return order.falling ? "descending" : "ascending";
  }

  /** @param {Row[]} rows @param {Cells[]} cells @returns {Row[]} */
  of(rows, cells) {
    let left = rows;
    for (const { column, textOf } of cells) {
      const condition = this.conditions.get(column.field);
      if (condition) left = matching(left, column, textOf, condition);
    }
    for (const { field, falling } of this.orders) left = sorted(left, field, falling);
    return left;
  }
}
