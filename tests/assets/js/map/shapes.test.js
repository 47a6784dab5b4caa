import assert from "node:assert/strict";
import { test } from "node:test";
import { askShapes, knownShapes, rememberShapes } from "../../../../assets/js/map/shapes.js";

const SHAPES = { type: "FeatureCollection", features: [] };

test("shapes that came along are not asked for", () => {
  rememberShapes("/inside.geojson", SHAPES);
  assert.equal(knownShapes("/inside.geojson"), SHAPES);
});

test("two who ask at once cause one request", async () => {
  const requests = [];
  globalThis.fetch = async (address) => {
    requests.push(address);
    return { ok: true, json: async () => SHAPES };
  };
  await Promise.all([askShapes("/all.geojson"), askShapes("/all.geojson")]);
  assert.deepEqual(requests, ["/all.geojson"]);
  assert.equal(knownShapes("/all.geojson"), SHAPES);
});

test("shapes that did not come may be asked for again", async () => {
  globalThis.fetch = async () => ({ ok: false, status: 404 });
  await assert.rejects(askShapes("/gone.geojson"), /\/gone.geojson: 404/);
  globalThis.fetch = async () => ({ ok: true, json: async () => SHAPES });
  assert.equal(await askShapes("/gone.geojson"), SHAPES);
});
