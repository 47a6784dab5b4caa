import assert from "node:assert/strict";
import { test } from "node:test";
import { bandPath, barsPath, linePath, marksPath, stackedBars } from "../../../../assets/js/charts/chart_traces.js";

const scales = { x: (value) => value * 10, y: (value) => 100 - value };

test("a line breaks over what is not known", () => {
  const line = { x: [0, 1, 2, 3], y: [1, 2, null, 4], line: {} };
  assert.equal(linePath(line, scales), "M0 99L10 98M30 96");
  assert.equal(linePath({ ...line, connectgaps: true }, scales), "M0 99L10 98L30 96");
  assert.equal(linePath({ x: [0, 1], y: [1, 2], line: { shape: "hv" } }, scales), "M0 99H10V98");
  assert.equal(linePath({ x: [0], y: [null], line: {} }, scales), "");
});

test("a band is where both of its ends are known", () => {
  const low = { x: [0, 1, 2], y: [1, 1, null] };
  const high = { x: [0, 1, 2], y: [5, 6, 7] };
  assert.equal(bandPath(low, high, scales), "M0 95L10 94L10 99L0 99Z");
});

test("marks are those that are shown", () => {
  const line = { x: [0, 1], y: [1, 2], mode: "lines+markers", marker: { size: 4, opacity: [0, 1] } };
  assert.equal(marksPath(line, scales, 1), "M8 98a2 2 0 1 0 4 0a2 2 0 1 0 -4 0");
  assert.equal(marksPath({ ...line, mode: "lines" }, scales, 1), "");
});

test("bars stand on each other, what is below nought downwards", () => {
  const one = { x: [0, 1], y: [10, -5] };
  const other = { x: [0, 1], y: [20, -5] };
  const [lower, upper] = stackedBars([one, other], scales, 0.2);
  assert.deepEqual(lower[0], { left: -4, width: 8, top: 90, height: 10, index: 0 });
  assert.deepEqual(upper[0], { left: -4, width: 8, top: 70, height: 20, index: 0 });
  assert.deepEqual([lower[1].top, upper[1].top, upper[1].height], [100, 105, 5]);
  assert.equal(barsPath([lower[0]]), "M-4 90h8v10h-8Z");
});

test("a bar of nothing is none, and one of a given width has it", () => {
  const [bars] = stackedBars([{ x: [0, 1], y: [0, 7], width: 0.4 }], scales, 0.2);
  assert.deepEqual(
    bars.map(({ left, width, index }) => [Math.round(left), Math.round(width), index]),
    [[8, 4, 1]],
  );
});
