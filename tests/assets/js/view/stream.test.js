import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAddress, answerKey, linesOf } from "../../../../assets/js/view/stream.js";

const VIEW = { city: "riverton", lang: "en", area: "NW" };

test("the same view has the same address, in whatever order it was chosen", () => {
  const address = "/view/v1/services?area=NW&city=riverton&lang=en&parts=frame%2Ctiles";
  assert.equal(answerAddress("v1", "services", VIEW, ["frame", "tiles"]), address);
  assert.equal(
    answerAddress("v1", "services", { area: "NW", lang: "en", city: "riverton" }, ["frame", "tiles"]),
    address,
  );
});

test("the measure of the map decides the map alone", () => {
  const measured = { ...VIEW, measure: "backlog" };
  assert.equal(answerKey("v1", "services", measured, "tiles"), answerKey("v1", "services", VIEW, "tiles"));
  assert.notEqual(answerKey("v1", "services", measured, "map"), answerKey("v1", "services", VIEW, "map"));
  assert.match(answerAddress("v1", "services", measured, ["map"]), /measure=backlog/);
  assert.doesNotMatch(answerAddress("v1", "services", measured, ["tiles"]), /measure/);
});

test("version, page, part and view decide an answer", () => {
  const keys = [
    answerKey("v1", "services", VIEW, "tiles"),
    answerKey("v2", "services", VIEW, "tiles"),
    answerKey("v1", "fiscal", VIEW, "tiles"),
    answerKey("v1", "services", VIEW, "frame"),
    answerKey("v1", "services", { ...VIEW, area: "SE" }, "tiles"),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test("lines come whole, wherever the bytes were cut", async () => {
  const bytes = new TextEncoder().encode('{"city":"上海"}\n{"n":2}\n{"cut');
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 3) controller.enqueue(bytes.slice(at, at + 3));
      controller.close();
    },
  });
  const lines = [];
  for await (const line of linesOf(body)) lines.push(line);
  assert.deepEqual(lines, ['{"city":"上海"}', '{"n":2}']);
});
