import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { mapFirst } from "../../../assets/js/request_order.js";
import { openPage } from "./page.js";

const CALLBACK = "http://city.test/_dash-update-component";
const MAP = { body: '{"output":"{\\"domain\\":\\"services\\",\\"type\\":\\"map-areas\\"}.hideout"}' };
const PANEL = { body: '{"output":"{\\"type\\":\\"panel\\"}.children"}' };

let timers;
let sent;
let draw;
let answer;
let fetchInOrder;

beforeEach(() => {
  timers = [];
  openPage().window.setTimeout = (next, ms) => timers.push({ next, ms });
  sent = [];
  draw = [];
  answer = [];
  const send = (address, options) => {
    sent.push(options?.body ?? address);
    return new Promise((resolve) => answer.push(resolve));
  };
  fetchInOrder = mapFirst(send, (next) => draw.push(next));
});

const turns = () => new Promise((resolve) => setImmediate(resolve));

test("callbacks go at once while no map is asked for", () => {
  fetchInOrder(CALLBACK, PANEL);
  assert.deepEqual(sent, [PANEL.body]);
});

test("callbacks wait until the map is answered and drawn", async () => {
  fetchInOrder(CALLBACK, MAP);
  const panel = fetchInOrder(CALLBACK, PANEL);
  assert.deepEqual(sent, [MAP.body]);
  answer[0]("map");
  await turns();
  assert.deepEqual([sent.length, draw.length], [1, 1]);
  draw[0]();
  assert.deepEqual(sent, [MAP.body, PANEL.body]);
  answer[1]("panel");
  assert.equal(await panel, "panel");
});

test("of two maps the later one counts", async () => {
  fetchInOrder(CALLBACK, MAP);
  fetchInOrder(CALLBACK, MAP);
  fetchInOrder(CALLBACK, PANEL);
  answer[0]("first");
  await turns();
  assert.equal(draw.length, 0);
  answer[1]("second");
  await turns();
  assert.equal(draw.length, 1);
});

test("a map that takes long lets the others go", () => {
  fetchInOrder(CALLBACK, MAP);
  fetchInOrder(CALLBACK, PANEL);
  assert.equal(sent.length, 1);
  assert.deepEqual(
    timers.map(({ ms }) => ms),
    [400],
  );
  timers[0].next();
  assert.deepEqual(sent, [MAP.body, PANEL.body]);
});

test("a map that cannot be answered lets the others go too", async () => {
  const failing = mapFirst(
    (_, { body }) => (body === MAP.body ? Promise.reject(new TypeError("no server")) : Promise.resolve("panel")),
    (next) => next(),
  );
  const map = failing(CALLBACK, MAP);
  const panel = failing(CALLBACK, PANEL);
  await assert.rejects(map, /no server/);
  assert.equal(await panel, "panel");
});

test("what is no callback never waits", () => {
  fetchInOrder(CALLBACK, MAP);
  fetchInOrder("/api/snapshots/riverton");
  assert.deepEqual(sent, [MAP.body, "/api/snapshots/riverton"]);
});
