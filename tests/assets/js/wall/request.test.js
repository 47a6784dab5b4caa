import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../../../../assets/js/wall/request.js";

/** Let fetch do this. */
const fetching = (does) => {
  globalThis.fetch = does;
};

test("an answer comes with its whole body", async () => {
  fetching(async () => new Response("ok", { status: 200 }));
  const { response, body } = await request("/api/wall/riverton", {});
  assert.deepEqual([response.status, body], [200, "ok"]);
});

test("no server, a patience that ended and half an answer are no answer", async () => {
  const faults = [new TypeError("Failed to fetch"), new DOMException("too long", "TimeoutError")];
  for (const fault of faults) {
    fetching(() => Promise.reject(fault));
    assert.equal(await request("/", {}), null);
  }
  fetching(async () => ({ text: () => Promise.reject(new TypeError("terminated")) }));
  assert.equal(await request("/", {}), null);
});

test("our own mistake is no fault of the network", async () => {
  fetching(() => Promise.reject(new RangeError("ours")));
  await assert.rejects(request("/", {}), /ours/);
});

test("every request has a patience", async () => {
  let signal;
  fetching(async (_, options) => {
    ({ signal } = options);
    return new Response("");
  });
  await request("/", {});
  assert.ok(signal instanceof AbortSignal);
});
