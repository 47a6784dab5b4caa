import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { followServer, nextWait } from "../../../../assets/js/wall/server.js";
import { openWall } from "./wall_page.js";

const LIMITS = { every: 15000, longest: 120000 };
const ANSWER = {
  version: "v1",
  snapshots: { services: "s1" },
  updates: [[{ element: "trend" }, { figure: 1 }]],
  sources: [],
  alerts: [],
};

let page;
let requests;
let timers;
let respond;

/** Let the wall look once, and wait for its next look. */
async function look(changes) {
  if (changes) page = openWall(changes);
  page.window.setTimeout = (next, ms) => {
    timers.push({ next, ms });
    return timers.length;
  };
  page.window.clearTimeout = () => {};
  followServer(page.wall);
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Let its time come to look again. */
async function lookAgain() {
  timers.at(-1).next();
  await new Promise((resolve) => setTimeout(resolve, 0));
}

const response = (status, body, headers = {}) => ({
  status,
  ok: status < 300,
  text: async () => body,
  headers: new Headers(headers),
});
const asked = () =>
  requests
    .filter(({ address }) => address.startsWith("/api/wall/"))
    .map(({ address }) => new URLSearchParams(address.split("?")[1]).get("scene"));

beforeEach(() => {
  page = openWall();
  page.wall.nextHeartbeat = Infinity;
  [requests, timers] = [[], []];
  respond = () => response(200, JSON.stringify(ANSWER), { ETag: '"one"' });
  globalThis.fetch = async (address, options) => {
    requests.push({ address, options });
    return respond(address);
  };
});

test("the scene in sight is asked for first, then those that show older snapshots", async () => {
  page.wall.slot = 1;
  await look();
  assert.deepEqual(asked(), ["services", "overview"]);
  await lookAgain();
  assert.deepEqual(asked(), ["services", "overview", "services"]);
});

test("parts are given only what changed", async () => {
  await look();
  assert.deepEqual(page.dash.given, [[{ element: "trend" }, { figure: 1 }]]);
  respond = () => response(200, JSON.stringify({ ...ANSWER, updates: [[{ element: "trend" }, { figure: 2 }]] }));
  await lookAgain();
  assert.deepEqual(page.dash.given.at(-1), [{ element: "trend" }, { figure: 2 }]);
  assert.equal(page.dash.given.length, 2);
});

test("what the wall shows already is not sent again", async () => {
  await look();
  respond = () => response(304, "");
  await lookAgain();
  assert.equal(requests.at(-1).options.headers["If-None-Match"], '"one"');
  assert.deepEqual([page.wall.refreshes, page.wall.offlineSince], [3, null]);
});

test("a server that answers otherwise leaves the last picture and is asked less often", async () => {
  await look();
  for (const answer of [
    () => response(502, "Bad gateway"),
    () => {
      throw new TypeError("Failed to fetch");
    },
  ]) {
    respond = answer;
    await lookAgain();
    assert.notEqual(page.wall.offlineSince, null);
  }
  assert.equal(page.wall.wait, 60000);
  assert.equal(page.dash.given.length, 1);
});

test("an answer that is not the server's is loud, and the wall goes on asking", async () => {
  const reported = [];
  page.window.reportError = (error) => reported.push(error);
  respond = () => response(200, "<html>Sign in to this network</html>");
  await look();
  assert.deepEqual([reported.length, page.wall.asking], [1, false]);
  assert.notEqual(page.wall.offlineSince, null);
  respond = () => response(200, JSON.stringify(ANSWER));
  await lookAgain();
  assert.deepEqual([page.wall.offlineSince, reported.length], [null, 1]);
});

test("another version of the program is noticed", async () => {
  respond = () => response(200, JSON.stringify({ ...ANSWER, version: "v2" }));
  await look();
  assert.equal(page.wall.reloadWanted, true);
});

test("a wall that is woken looks at once", async () => {
  await look();
  page.wall.wake();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(asked(), ["overview", "services", "overview"]);
});

test("each look that fails doubles the time to the next", () => {
  assert.equal(nextWait(0, true, LIMITS), 15000);
  assert.deepEqual(
    [0, 15000, 100000].map((before) => nextWait(before, false, LIMITS)),
    [15000, 30000, 120000],
  );
});
