import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { nextWait, sameSnapshots, startSnapshotPoll } from "../../../../assets/js/panel/snapshot_poll.js";
import { followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const SHOWN = { services: "s1", fiscal: "f1" };
const BODY = `<main data-snapshots='${JSON.stringify(SHOWN)}'></main><span data-live="" data-word="Live"></span>`;

let page;
let asked;
let timers;
let answer;

beforeEach(() => {
  page = openPage(BODY);
  [asked, timers] = [[], []];
  page.window.setTimeout = (next, ms) => timers.push({ next, ms });
  globalThis.fetch = async (address) => {
    asked.push(address);
    return answer();
  };
  followStore({ city: "riverton" });
  startSnapshotPoll();
});

const answers = (ids) => () => ({ ok: true, json: async () => ids });
const live = () => page.document.querySelector("[data-live]").dataset.live;

test("new snapshots go to the page's Store, once", async () => {
  answer = answers({ ...SHOWN, services: "s2" });
  await timers.at(-1).next();
  await timers.at(-1).next();
  assert.deepEqual(page.dash.given, [["snapshots", { data: { services: "s2", fiscal: "f1" } }]]);
  assert.deepEqual([live(), asked], ["on", ["/api/snapshots/riverton", "/api/snapshots/riverton"]]);
});

test("the snapshots that the page was made of change nothing", async () => {
  answer = answers({ fiscal: "f1", services: "s1" });
  await timers.at(-1).next();
  assert.deepEqual(page.dash.given, []);
});

test("without a server the page says so and asks less often", async () => {
  answer = () => {
    throw new TypeError("Failed to fetch");
  };
  await timers.at(-1).next();
  assert.equal(live(), "off");
  assert.ok(timers.at(-1).ms >= 18000 && timers.at(-1).ms <= 22000);
});

test("a view of another day asks for the snapshots of that day", async () => {
  followStore({ city: "riverton", as_of: "2025-01-01" });
  answer = answers(SHOWN);
  await timers.at(-1).next();
  assert.deepEqual(asked, ["/api/snapshots/riverton?as_of=2025-01-01"]);
});

test("a page without a city asks nothing, and goes on looking", async () => {
  followStore({});
  const before = timers.length;
  await timers.at(-1).next();
  assert.deepEqual([asked, timers.length], [[], before + 1]);
});

test("a mistake is loud, and the next look comes all the same", async () => {
  answer = () => ({
    ok: true,
    json: async () => {
      throw new SyntaxError("not JSON");
    },
  });
  const before = timers.length;
  await assert.rejects(timers.at(-1).next(), /not JSON/);
  assert.equal(timers.length, before + 1);
});

test("waiting doubles up to two minutes, and begins anew with an answer", () => {
  assert.deepEqual([nextWait(10000, false), nextWait(80000, false), nextWait(120000, true)], [20000, 120000, 10000]);
});

test("snapshots are compared without their order", () => {
  assert.equal(sameSnapshots({ a: "1", b: "2" }, { b: "2", a: "1" }), true);
  assert.equal(sameSnapshots({ a: "1" }, { a: "1", b: "2" }), false);
});
