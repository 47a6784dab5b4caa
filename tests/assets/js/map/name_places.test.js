import assert from "node:assert/strict";
import { test } from "node:test";
import { nameWidth, placeNames } from "../../../../assets/js/map/name_places.js";

const SIZE = { x: 1000, y: 400 };
let rank = 0;
/** An area of such a size around a place; each is ranked after the one before. */
const area = (name, x, width = 100, height = 50, y = 200) => ({
  name,
  rank: (rank += 1),
  valued: true,
  box: { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 },
  centre: { x, y },
});
const nowhere = () => false;
const everywhere = () => true;
const placed = (candidates, zoom = 1, isWhite = nowhere, marks = []) =>
  placeNames(candidates, zoom, { size: SIZE, isWhite, marks });
const names = (...given) => placed(...given).map(({ name }) => name);

test("a Chinese character takes the room of about two letters", () => {
  assert.equal(nameWidth("NW"), 12.8);
  assert.equal(nameWidth("龙华"), 22);
});

test("areas that are too narrow or too low have no name inside", () => {
  assert.equal(names([area("Northwest", 100, 45), area("Northwest", 300, 46)]).length, 1);
  assert.deepEqual(names([area("N", 100, 100, 21), area("S", 300, 100, 22)]), ["S"]);
});

test("of two names that lie on each other the higher value keeps its own, however small its area", () => {
  const [high, low] = [area("Small", 100, 60), area("Large", 130, 200)];
  assert.deepEqual(names([low, high]), ["Small"]);
});

test("names side by side and one above the other both stand", () => {
  assert.deepEqual(names([area("A", 100), area("B", 113)]), ["A", "B"]);
  assert.deepEqual(names([area("A", 100), area("B", 100, 100, 50, 218)]), ["A", "B"]);
  assert.deepEqual(names([area("A", 100), area("B", 100, 100, 50, 217)]), ["A"]);
});

test("larger type needs more room", () => {
  assert.deepEqual(names([area("A", 100), area("B", 113)], 2), ["A"]);
  assert.deepEqual(names([area("N", 100, 100, 43)], 2), []);
});

test("a name that does not fit inside stands in white space beside its area", () => {
  const [at] = placed([area("Long island name", 100, 20, 20)], 1, everywhere);
  const half = (nameWidth("Long island name") + 6) / 2;
  assert.deepEqual([at.x, at.y], [110 + half + 3, 200]);
});

test("white space is sought on every side, inside the map", () => {
  const small = area("Island", 990, 20, 20);
  const [left] = placed([small], 1, everywhere);
  assert.ok(left.x < 980, "right of it the map ends");
  const [below] = placed([small], 1, (x, y) => y > 210);
  assert.equal(below, undefined, "below it the name would reach over the map's edge");
});

test("a name that would lie on an area nowhere stands nowhere", () => {
  assert.deepEqual(names([area("Island", 500, 20, 20)], 1, nowhere), []);
});

test("beside their areas stand names of values alone, and of the highest twelve", () => {
  const islands = [...Array(15).keys()].map((index) => area(`I${index}`, 500, 10, 10, 15 + index * 25));
  assert.deepEqual(
    names(islands, 1, everywhere),
    islands.slice(0, 12).map(({ name }) => name),
  );
  assert.deepEqual(names([{ ...islands[0], valued: false }], 1, everywhere), []);
});

test("no name lies on a mark of a place", () => {
  const mark = { left: 495, right: 505, top: 195, bottom: 205 };
  assert.deepEqual(names([area("A", 500)], 1, nowhere, [mark]), []);
  assert.deepEqual(names([area("A", 500)], 1, everywhere, [mark]), ["A"]);
});

test("no name reaches over the edge of the map", () => {
  assert.deepEqual(names([area("Northwest", 20)]), []);
});

test("the area of the highest value is named wherever it lies, the next only where there is room", () => {
  const first = { ...area("The highest of all", 100, 30), rank: 0 };
  assert.deepEqual(names([area("The second highest", 500, 30), first]), ["The highest of all"]);
  assert.deepEqual(names([{ ...first, valued: false }]), []);
});
