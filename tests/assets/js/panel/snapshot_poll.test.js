import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { nextWait, startSnapshotPoll } from "../../../../assets/js/panel/snapshot_poll.js";
import { followStore } from "../../../../assets/js/view/view.js";
import { openParts } from "../../../../assets/js/view/parts.js";
import { openPage } from "../page.js";

const BODY = `<main data-version="v1" data-page="services"><p data-part="tiles" data-place="tiles"></p></main>
  <span data-live="" data-word="Live"></span>`;

let page;
let asked;
let timers;
let answer;

beforeEach(() => {
  page = openPage(BODY);
  [asked, timers] = [[], []];
  followStore({ city: "riverton" });
  globalThis.IntersectionObserver = class {
    observe() {}
    disconnect() {}
  };
  globalThis.fetch = async () => new Promise(() => {});
  openParts();
  page.window.setTimeout = (next, ms) => timers.push({ next, ms });
  globalThis.fetch = async (address) => {
    asked.push(address);
    return address.startsWith("/view/") ? new Promise(() => {}) : answer();
  };
  startSnapshotPoll();
});

const answers = (version) => () => ({ ok: true, json: async () => ({ version }) });
const views = () => asked.filter((address) => address.startsWith("/view/"));
const live = () => page.document.querySelector("[data-live]").dataset.live;

test("where another version answers, the parts are asked for again, once", async () => {
  answer = answers("v2");
  await timers.at(-1).next();
  await timers.at(-1).next();
  assert.deepEqual(views(), ["/view/v2/services?city=riverton&parts=tiles"]);
  assert.equal(live(), "on");
  assert.equal(asked.filter((address) => address === "/api/snapshots/riverton").length, 2);
});

test("the version that the page shows changes nothing", async () => {
  answer = answers("v1");
  await timers.at(-1).next();
  assert.deepEqual(views(), []);
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
  answer = answers("v1");
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

test("a page that is seen again, or whose network is back, asks at once; two never ask together", async () => {
  answer = answers("v1");
  const hidden = (value) => Object.defineProperty(page.document, "hidden", { value, configurable: true });
  const changed = () => page.document.dispatchEvent(new page.window.Event("visibilitychange"));
  hidden(true);
  changed();
  assert.equal(asked.length, 0);
  hidden(false);
  changed();
  page.window.dispatchEvent(new page.window.Event("online"));
  assert.equal(asked.length, 1);
  await new Promise((done) => {
    setTimeout(done);
  });
  page.window.dispatchEvent(new page.window.Event("online"));
  assert.equal(asked.length, 2);
});

test("waiting doubles up to two minutes, and begins anew with an answer", () => {
  assert.deepEqual([nextWait(10000, false), nextWait(80000, false), nextWait(120000, true)], [20000, 120000, 10000]);
});
