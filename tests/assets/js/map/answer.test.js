import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forgetMap, showMap } from "../../../../assets/js/map/answer.js";
import { openPage } from "../page.js";

const ANSWER = {
  areas: "/a.geojson",
  values: { values: {} },
  context: null,
  points: { features: [] },
};
const types = (page) => page.dash.given.map(([{ type }]) => type);

let page;

beforeEach(() => {
  page = openPage();
  forgetMap();
});

test("shapes and their values are given together", () => {
  showMap("services", ANSWER);
  assert.deepEqual(page.dash.given[0], [
    { type: "map-areas", page: "services" },
    { url: "/a.geojson", hideout: { values: {} } },
  ]);
  assert.deepEqual(types(page), ["map-areas", "map-context", "map-points"]);
});

test("what stays the same is not drawn again: the reader's own zoom stays too", () => {
  showMap("services", ANSWER);
  page.dash.given.length = 0;
  showMap("services", { ...ANSWER, values: { values: { NW: {} } } });
  assert.deepEqual(page.dash.given, [[{ type: "map-areas", page: "services" }, { hideout: { values: { NW: {} } } }]]);
});

test("the map of a page that was laid out anew has nothing yet", () => {
  showMap("services", ANSWER);
  forgetMap();
  showMap("services", ANSWER);
  assert.equal(page.dash.given.length, 6);
});
