import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { followVersion, openParts, startParts, turnTo } from "../../../../assets/js/view/parts.js";
import { followStore, select } from "../../../../assets/js/view/view.js";
import { Server, arrived, openStage } from "./stage.js";

let stage;
let area = 0;
startParts();

const partsOf = (address) => new URL(address, "http://city.test").searchParams.get("parts");

/** Each test looks at an area of its own: what another one had would be known. */
const choose = (name) => select({ area: name });

beforeEach(async () => {
  stage = openStage();
  area += 1;
  followStore({ city: "riverton", lang: "en", area: `own-${area}` });
  openParts();
  await arrived();
});

test("what is in sight is asked for in one request, in the page's order, and what is not waits", () => {
  assert.deepEqual(stage.server.asked.map(partsOf), ["panel.near,frame,tiles"]);
  assert.equal(stage.text("panel.near"), `panel.near of own-${area}`);
  assert.equal(stage.text("panel.near", "source"), "source");
  assert.equal(stage.text("panel.far"), "");
  assert.deepEqual(stage.busy(), ["panel.far"]);
});

test("what comes near is asked for, once, and only what is near breathes while it waits", async () => {
  assert.deepEqual(stage.near(), ["panel.near", "panel.near", "frame", "tiles"]);
  stage.see();
  assert.ok(stage.near().includes("panel.far"));
  await arrived();
  stage.see(false);
  assert.ok(!stage.near().includes("panel.far"));
  stage.see();
  await arrived();
  assert.deepEqual(stage.server.asked.map(partsOf).slice(1), ["panel.far"]);
  assert.deepEqual(stage.busy(), []);
});

test("a choice is one request, and what waits for it is busy until it comes", async () => {
  choose("NW");
  assert.deepEqual(stage.busy().sort(), ["frame", "panel.far", "panel.near", "panel.near", "tiles"]);
  await arrived();
  assert.equal(stage.server.asked.length, 2);
  assert.equal(stage.text("tiles", "tiles"), "tiles of NW");
});

test("what waits is greyed together, a moment after it began to, and stands when it came", async () => {
  const greyed = () => [...document.querySelectorAll("[data-greyed]")].map(({ dataset }) => dataset.part);
  while (!greyed().length) await arrived(); // what waits out of sight since the page was opened
  const later = [];
  window.setTimeout = (draw, wait) => later.push([draw, wait]);
  choose(`grey-${area}`);
  const [[grey, wait], ...others] = later;
  assert.deepEqual([greyed(), wait, others], [["panel.far"], 300, []]);
  grey();
  assert.equal(greyed().length, 5);
  await arrived();
  assert.deepEqual(greyed(), ["panel.far"]);
});

test("a view that the browser had costs no request", async () => {
  choose(`other-${area}`);
  await arrived();
  choose(`own-${area}`);
  await arrived();
  assert.equal(stage.server.asked.length, 2);
  assert.equal(stage.text("panel.near"), `panel.near of own-${area}`);
  assert.deepEqual(stage.busy(), ["panel.far"]);
});

test("a newer choice gives the older one up, whose answer is never shown", async () => {
  choose(`first-${area}`);
  choose(`second-${area}`);
  assert.equal(stage.server.aborted, 1);
  await arrived();
  assert.equal(stage.text("panel.near"), `panel.near of second-${area}`);
});

test("another version makes everything anew", async () => {
  followVersion("v1");
  await arrived();
  assert.equal(stage.server.asked.length, 1);
  stage.server.version = "v2";
  followVersion("v2");
  assert.equal(stage.busy().length, 5);
  await arrived();
  assert.match(stage.server.asked[1], /^\/view\/v2\/services\?/);
  assert.deepEqual(stage.busy(), ["panel.far"]);
});

test("a page that left panels out, since nothing was published for them, is laid out anew", () => {
  let reloaded = 0;
  window.location.reload = () => (reloaded += 1);
  const folded = document.body.appendChild(document.createElement("section"));
  folded.dataset.unpublished = "services";
  followVersion("v2");
  assert.equal(reloaded, 1);
  folded.remove();
  followVersion("v1");
});

test("an answer of a newer version than was asked for takes the whole page along", async () => {
  stage.see();
  await arrived();
  stage.server.version = "v3";
  turnTo("far", 2);
  await arrived();
  assert.deepEqual(stage.server.asked.map(partsOf).slice(2), ["panel.far.2", "panel.near,frame,tiles"]);
  assert.match(stage.server.asked[3], /^\/view\/v3\//);
  assert.deepEqual(stage.busy(), []);
});

test("a page of a table is asked for by its number, and a new view begins at the first", async () => {
  stage.see();
  await arrived();
  turnTo("far", 3);
  await arrived();
  assert.equal(stage.text("panel.far"), `panel.far.3 of own-${area}`);
  choose(`new-${area}`);
  await arrived();
  assert.equal(stage.text("panel.far"), `panel.far of new-${area}`);
});

test("without a server what waits stays busy, and is asked for again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window.setTimeout = setTimeout;
  const flush = async () => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  const { fetch } = stage.server;
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  choose(`lost-${area}`);
  await flush();
  assert.equal(stage.busy().length, 5);
  globalThis.fetch = fetch;
  context.mock.timers.tick(1000);
  context.mock.timers.reset();
  await arrived();
  assert.equal(stage.text("panel.near"), `panel.near of lost-${area}`);
});

test("a mistake is said in its part alone: those behind it are asked for by themselves", async () => {
  const { answer } = stage.server;
  stage.server.answer = (address) => {
    if (!partsOf(address).startsWith("panel.near")) return answer(address);
    return new Response(
      Server.body([{ version: "v1" }, { part: "panel.near", failed: ["Something went wrong."] }], true),
    );
  };
  choose(`mistaken-${area}`);
  await arrived();
  assert.deepEqual(stage.server.asked.map(partsOf).slice(1), ["panel.near,frame,tiles", "frame,tiles"]);
  assert.equal(stage.text("panel.near"), "Something went wrong.");
  assert.equal(stage.text("tiles", "tiles"), `tiles of mistaken-${area}`);
});

test("what was answered in passing is shown, and not kept", async () => {
  const { answer } = stage.server;
  const passing = (address) => answer(address).map((line) => (line.part ? { ...line, passing: true } : line));
  stage.server.answer = (address) => new Response(Server.body(passing(address), true));
  choose(`broken-${area}`);
  await arrived();
  assert.equal(stage.text("tiles", "tiles"), `tiles of broken-${area}`);
  stage.server.answer = answer;
  choose(`whole-${area}`);
  await arrived();
  const before = stage.server.asked.length;
  choose(`broken-${area}`);
  await arrived();
  assert.equal(stage.server.asked.length, before + 1);
});

test("a part that came is kept, though its answer was given up before its end", async () => {
  const { answer } = stage.server;
  const endless = (lines) =>
    new ReadableStream({
      start: (controller) =>
        lines.forEach((line) => controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`))),
    });
  stage.server.answer = (address) => new Response(endless(answer(address)));
  choose(`early-${area}`);
  await arrived();
  stage.server.answer = answer;
  choose(`later-${area}`);
  await arrived();
  choose(`early-${area}`);
  await arrived();
  assert.equal(stage.server.asked.length, 3);
  assert.equal(stage.text("panel.near"), `panel.near of early-${area}`);
});
