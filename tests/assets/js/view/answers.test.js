import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerMemory } from "../../../../assets/js/view/answers.js";

test("an answer is had again until others need its room, the least lately used first", () => {
  const memory = new AnswerMemory(6);
  memory.keep("a", "xx");
  memory.keep("b", "xx");
  memory.keep("c", "xx");
  assert.equal(memory.get("a"), "xx");
  memory.keep("d", "yy");
  assert.deepEqual(
    ["a", "b", "c", "d"].map((key) => memory.get(key)),
    ["xx", undefined, "xx", "yy"],
  );
});

test("an answer that is kept again counts once, and one that is too long is not kept", () => {
  const memory = new AnswerMemory(6);
  for (let time = 0; time < 9; time += 1) memory.keep("a", "xxxx");
  memory.keep("b", "yy");
  assert.deepEqual([memory.get("a"), memory.get("b")], ["xxxx", "yy"]);
  memory.keep("c", "far too long");
  assert.equal(memory.get("c"), undefined);
});
