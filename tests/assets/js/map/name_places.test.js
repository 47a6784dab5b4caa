import assert from "node:assert/strict";
import { test } from "node:test";
import { namesThatFit, nameWidth } from "../../../../assets/js/map/name_places.js";

const area = (name, x, width = 100, height = 50, y = 0) => ({ name, width, height, centre: { x, y } });
const names = (candidates, zoom = 1) => namesThatFit(candidates, zoom).map(({ name }) => name);

test("a Chinese character takes the room of about two letters", () => {
  assert.equal(nameWidth("NW"), 12.8);
  assert.equal(nameWidth("龙华"), 22);
});

test("areas that are too narrow or too low have no name", () => {
  assert.deepEqual(names([area("Northwest", 0, 45), area("Northwest", 200, 46)]).length, 1);
  assert.deepEqual(names([area("N", 0, 100, 21), area("S", 200, 100, 22)]), ["S"]);
});

test("of two names that lie on each other the larger area keeps its own", () => {
  assert.deepEqual(names([area("Small", 0, 60), area("Large", 30, 200)]), ["Large"]);
});

test("names side by side and one above the other both stand", () => {
  assert.deepEqual(names([area("A", 0), area("B", 13)]), ["A", "B"]);
  assert.deepEqual(names([area("A", 0), area("B", 0, 100, 50, 18)]), ["A", "B"]);
  assert.deepEqual(names([area("A", 0), area("B", 0, 100, 50, 17)]), ["A"]);
});

test("larger type needs more room", () => {
  assert.deepEqual(names([area("A", 0), area("B", 13)], 2), ["A"]);
  assert.deepEqual(names([area("N", 0, 100, 43)], 2), []);
});
