/** A condition that the values of a column are to meet, and which rows it leaves. */
import { isBlank } from "./records.js";

/** @typedef {import("./records.js").Column} Column */
/** @typedef {import("./records.js").Row} Row */

/**
 * @typedef {object} Condition
 * @property {string} operator
 * @property {string} value as the reader wrote it
 * @property {string} to the end of a range
 */

/** @type {Record<string, (text: string, value: string) => boolean>} */
const TEXT_TESTS = {
  contains: (text, value) => text.includes(value),
  equals: (text, value) => text === value,
  startsWith: (text, value) => text.startsWith(value),
  endsWith: (text, value) => text.endsWith(value),
};
/** @type {Record<string, (number: number, value: number, to: number) => boolean>} */
const NUMBER_TESTS = {
  equals: (number, value) => Math.abs(number - value) <= 1e-9 * Math.max(1, Math.abs(value)),
  greaterThan: (number, value) => number > value,
  greaterThanOrEqual: (number, value) => number >= value,
  lessThan: (number, value) => number < value,
  lessThanOrEqual: (number, value) => number <= value,
  inRange: (number, value, to) => number >= value && number <= to,
};
/** Those that hold where another does not. @type {Record<string, string>} */
const OPPOSITES = { notContains: "contains", notEqual: "equals", notBlank: "blank" };

/** The operators of a column's conditions, the usual one first. @param {Column} column */
export const operatorsOf = ({ is_number }) =>
  is_number
    ? [
        "equals",
        "notEqual",
        "greaterThan",
        "greaterThanOrEqual",
        "lessThan",
        "lessThanOrEqual",
        "inRange",
        "blank",
        "notBlank",
      ]
    : ["contains", "notContains", "equals", "notEqual", "startsWith", "endsWith", "blank", "notBlank"];

/** Whether an operator takes no value. @param {string} operator */
export const standsAlone = (operator) => operator === "blank" || operator === "notBlank";

/** Whether a condition leaves anything out. @param {Condition} condition */
export const isActive = ({ operator, value, to }) =>
  standsAlone(operator) || value.trim() !== "" || (operator === "inRange" && to.trim() !== "");

/**
 * Whether a value meets a condition.
 * @param {Column} column
 * @param {(value: unknown) => string} textOf
 * @param {Condition} condition
 * @returns {(value: unknown) => boolean}
 */
function testOf(column, textOf, { operator, value, to }) {
  const opposite = OPPOSITES[operator];
  if (opposite) {
    const holds = testOf(column, textOf, { operator: opposite, value, to });
    return (each) => !holds(each);
  }
  if (operator === "blank") return isBlank;
  if (column.is_number) {
    const [least, most] = [value.trim() ? Number(value) : -Infinity, to.trim() ? Number(to) : Infinity];
    const scale = column.is_share ? 100 : 1;
    return (each) => typeof each === "number" && NUMBER_TESTS[operator](each * scale, least, most);
  }
  const wanted = value.trim().toLowerCase();
  const holds = (/** @type {string} */ text) => TEXT_TESTS[operator](text.toLowerCase(), wanted);
  return (each) => !isBlank(each) && (holds(textOf(each)) || holds(String(each)));
}

/**
 * The rows whose value in a column meets a condition: numbers by their value, shares in per cent, texts as they are
 * written or kept, whatever their capitals.
 * @param {Row[]} rows
 * @param {Column} column
 * @param {(value: unknown) => string} textOf
 * @param {Condition} condition
 */
export function matching(rows, column, textOf, condition) {
  if (!isActive(condition)) return rows;
  const holds = testOf(column, textOf, condition);
  return rows.filter((row) => holds(row[column.field]));
}
