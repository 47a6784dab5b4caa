import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { nextAddress, reloadDue, reloadIfWanted } from "../../../../assets/js/wall/reload.js";
import { openWall } from "./wall_page.js";

const HOUR_MS = 3600000;
const WHOLE = '<html><script id="_dash-config"></script></html>';

let page;
let reloads;

beforeEach(() => {
  page = openWall();
  reloads = 0;
  page.window.location.reload = () => {
    reloads += 1;
  };
  page.wall.reloadWanted = true;
  globalThis.fetch = async () => new Response(WHOLE);
});

test("a wall is loaded again for another version, or once a night", () => {
  assert.equal(reloadDue({ changed: true, age: 0, hour: 12 }), true);
  assert.equal(reloadDue({ changed: false, age: 13 * HOUR_MS, hour: 3 }), true);
  assert.equal(reloadDue({ changed: false, age: 13 * HOUR_MS, hour: 5 }), false);
  assert.equal(reloadDue({ changed: false, age: 11 * HOUR_MS, hour: 4 }), false);
});

test("the page is loaded again once the server gives it", async () => {
  await reloadIfWanted(page.wall);
  assert.equal(reloads, 1);
});

test("a page that is not ours, or half of one, does not take the wall's place", async () => {
  for (const answer of [() => new Response("Sign in"), () => new Response(WHOLE, { status: 500 })]) {
    globalThis.fetch = async () => answer();
    await reloadIfWanted(page.wall);
  }
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  await reloadIfWanted(page.wall);
  assert.equal(reloads, 0);
  assert.notEqual(page.wall.offlineSince, null);
});

test("an alert in sight, or one that waits, comes first", async () => {
  page.document.getElementById("wall-alert").hidden = false;
  await reloadIfWanted(page.wall);
  page.document.getElementById("wall-alert").hidden = true;
  page.wall.queue = [{ id: "1" }];
  await reloadIfWanted(page.wall);
  assert.equal(reloads, 0);
});

test("a wall of several cities goes on to the next when its playlist is over", async () => {
  const address = "http://city.test/wall?city=riverton,bay&screen=55";
  assert.equal(
    nextAddress(address, ["riverton", "bay", "hill"]),
    "http://city.test/wall?city=bay,hill,riverton&screen=55",
  );
  const went = [];
  page.window.location.replace = (next) => went.push(next);
  page.wall.reloadWanted = false;
  page.wall.nextWanted = true;
  page.wall.config.fleet = ["riverton", "bay"];
  await reloadIfWanted(page.wall);
  assert.equal(went.length, 1);
  assert.match(went[0], /city=bay,riverton/);
  assert.equal(reloads, 0);
});
