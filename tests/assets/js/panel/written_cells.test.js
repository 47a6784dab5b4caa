import assert from "node:assert/strict";
import { test } from "node:test";
import { writtenCell } from "../../../../assets/js/panel/written_cells.js";

const colDef = { field: "share" };

test("a cell shows how its value is written, else the value", () => {
  assert.equal(writtenCell({ data: { share: 0.5, written_share: "50 %" }, colDef, value: 0.5 }), "50 %");
  assert.equal(writtenCell({ data: { share: 0.5, written_days: "3 d" }, colDef, value: 0.5 }), 0.5);
});

test("a value that is written as nothing shows nothing", () => {
  assert.equal(writtenCell({ data: { share: 0, written_share: "" }, colDef, value: 0 }), "");
});

test("a row without data, such as a group, shows its value", () => {
  assert.equal(writtenCell({ data: undefined, colDef, value: "Group" }), "Group");
});
