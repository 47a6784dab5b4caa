import assert from "node:assert/strict";
import { test } from "node:test";
import { isActive, matching, operatorsOf } from "../../../../assets/js/panel/condition.js";

const DAYS = { "2026-01-02": "2 Jan 2026", "2026-02-03": "3 Feb 2026" };
const TEXTS = ["2026-01-02", "2026-02-03", "", null];
const NUMBERS = [0.25, 0.5, -1, null];

/** Which values are left. */
function left(values, operator, value = "", to = "", column = {}) {
  const rows = values.map((each) => ({ x: each }));
  const textOf = (each) => DAYS[each] ?? String(each ?? "–");
  return matching(rows, { field: "x", ...column }, textOf, { operator, value, to }).map(({ x }) => x);
}
const numbers = (operator, value, to, more) => left(NUMBERS, operator, value, to, { is_number: true, ...more });

test("texts are compared as they are written and as they are kept, whatever their capitals", () => {
  assert.deepEqual(left(TEXTS, "contains", "jan"), ["2026-01-02"]);
  assert.deepEqual(left(TEXTS, "contains", "2026-01"), ["2026-01-02"]);
  assert.deepEqual(left(TEXTS, "notContains", "JAN"), ["2026-02-03", "", null]);
  assert.deepEqual(left(TEXTS, "equals", " 3 feb 2026 "), ["2026-02-03"]);
  assert.deepEqual(left(TEXTS, "notEqual", "3 Feb 2026"), ["2026-01-02", "", null]);
  assert.deepEqual(left(TEXTS, "startsWith", "3"), ["2026-02-03"]);
  assert.deepEqual(left(TEXTS, "endsWith", "-02"), ["2026-01-02"]);
  assert.deepEqual(left(TEXTS, "blank"), ["", null]);
  assert.deepEqual(left(TEXTS, "notBlank"), ["2026-01-02", "2026-02-03"]);
});

test("numbers are compared by value, and what has none meets no comparison", () => {
  assert.deepEqual(numbers("equals", "0.5"), [0.5]);
  assert.deepEqual(numbers("notEqual", "0.5"), [0.25, -1, null]);
  assert.deepEqual(numbers("greaterThan", "0.25"), [0.5]);
  assert.deepEqual(numbers("greaterThanOrEqual", "0.25"), [0.25, 0.5]);
  assert.deepEqual(numbers("lessThan", "0.25"), [-1]);
  assert.deepEqual(numbers("lessThanOrEqual", "0.25"), [0.25, -1]);
  assert.deepEqual(numbers("inRange", "0", "0.3"), [0.25]);
  assert.deepEqual(numbers("inRange", "", "0.3"), [0.25, -1], "a range may be open");
  assert.deepEqual(numbers("inRange", "0.3", ""), [0.5]);
  assert.deepEqual(numbers("blank"), [null]);
});

test("shares are compared in per cent, as they are written", () => {
  assert.deepEqual(numbers("lessThan", "50", "", { is_share: true }), [0.25, -1]);
  assert.deepEqual(left([0.29], "equals", "29", "", { is_number: true, is_share: true }), [0.29]);
});

test("a condition without a value leaves all rows", () => {
  assert.deepEqual(left(TEXTS, "contains", " "), TEXTS);
  assert.deepEqual(numbers("inRange", "", ""), NUMBERS);
  assert.equal(isActive({ operator: "notBlank", value: "", to: "" }), true);
});

test("each operator of a column compares", () => {
  for (const is_number of [true, false]) {
    for (const operator of operatorsOf({ is_number })) {
      assert.ok(Array.isArray(left(is_number ? NUMBERS : TEXTS, operator, "1", "2", { is_number })), operator);
    }
  }
});
