import assert from "node:assert/strict";
import { test } from "node:test";
import { gathering } from "../../../../assets/js/view/gathering.js";

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

/**
 * What is drawn, and when: parts come after so many milliseconds each, and then the answer ends.
 * @param {import("node:test").TestContext} context
 * @param {[number, string][]} parts
 */
async function drawn(context, parts) {
  const { timers } = context.mock;
  timers.enable({ apis: ["setTimeout"] });
  let clock = 0;
  context.mock.method(performance, "now", () => clock);
  globalThis.window = globalThis;
  const found = [];
  const drawing = gathering((part) => {
    if (part === "broken") throw new Error("cannot be drawn");
    found.push(`${part} ${clock}`);
  });
  for (const [after, part] of parts) {
    for (let passed = 0; passed < after; passed += 1) {
      clock += 1;
      timers.tick(1);
      await settled();
    }
    if (part) drawing.add(part);
    await settled();
  }
  await drawing.flush();
  return found;
}

test("the first part is drawn at once, those that follow soon together, the last when all came", async (context) => {
  const parts = [
    [10, "frame"],
    [20, "tiles"],
    [60, "map"],
    [50, "trend"],
    [40, "table"],
    [5, ""],
  ];
  assert.deepEqual(await drawn(context, parts), ["frame 11", "tiles 111", "map 111", "trend 185", "table 185"]);
});

test("a part that comes late is not held back, and one that is the last for long is drawn", async (context) => {
  const parts = [
    [1, "frame"],
    [40, "tiles"],
    [300, "map"],
    [100, ""],
  ];
  assert.deepEqual(await drawn(context, parts), ["frame 2", "tiles 102", "map 342"]);
});

test("what cannot be drawn is told to whoever waits for the end", async (context) => {
  await assert.rejects(drawn(context, [[1, "broken"]]), /cannot be drawn/);
});
