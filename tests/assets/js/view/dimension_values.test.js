import assert from "node:assert/strict";
import { test } from "node:test";
import { joinValues, splitValues } from "../../../../assets/js/view/dimension_values.js";

test("values come back as they were joined", () => {
  assert.deepEqual(splitValues(joinValues(["app", "phone"])), ["app", "phone"]);
});

test("nothing chosen is no value, and no key", () => {
  assert.deepEqual([splitValues(null), splitValues(undefined), splitValues("")], [[], [], []]);
  assert.equal(joinValues([]), null);
});
