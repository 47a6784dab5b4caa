import assert from "node:assert/strict";
import { test } from "node:test";
import { heartbeatOf, sendHeartbeat, wallKey, wallName } from "../../../../assets/js/wall/heartbeat.js";
import { openWall, stopClock } from "./wall_page.js";

test("a wall has the name of its address, else one that it remembers", () => {
  openWall();
  assert.equal(wallName("mayor"), "mayor");
  const name = wallName(null);
  assert.match(name, /^wall-[a-z0-9]{1,6}$/);
  assert.equal(wallName(null), name);
});

test("a wall signs with a key that it makes by chance and remembers", () => {
  openWall();
  const key = wallKey();
  assert.match(key, /^[0-9a-f]{32}$/);
  assert.equal(wallKey(), key);
  localStorage.setItem("citydeck-wall-key", "torn");
  assert.match(wallKey(), /^[0-9a-f]{32}$/);
  assert.notEqual(wallKey(), key);
});

test("a heartbeat says what the wall shows and what left, within what the server takes", (context) => {
  const clock = stopClock(context);
  const { wall } = openWall({ wall: "mayor" });
  clock.ms = 90400;
  wall.scenes.get("overview").left = [...Array(30).keys()].map(() => "x".repeat(100));
  const { dropped, nodes, memory_mb: memory, key, ...rest } = heartbeatOf(wall);
  assert.deepEqual(rest, {
    wall: "mayor",
    city: "riverton",
    scene: "overview",
    playlist: "day",
    version: "v1",
    screen_inches: 55,
    distance_m: 5,
    refreshes: 0,
    up_seconds: 90,
    data_until: null,
  });
  assert.deepEqual([dropped.length, dropped[0].length, memory], [20, 80, null]);
  assert.ok(nodes > 10);
  assert.equal(key, wallKey());
});

test("one heartbeat a minute, and one that does not arrive says that there is no server", async (context) => {
  const clock = stopClock(context);
  const { wall } = openWall({ wall: "mayor" });
  const sent = [];
  globalThis.fetch = async (address, { method, body }) => {
    sent.push([address, method, JSON.parse(body).wall]);
    return new Response(null, { status: 204 });
  };
  await sendHeartbeat(wall);
  clock.ms = 59999;
  await sendHeartbeat(wall);
  assert.deepEqual(sent, [["/api/heartbeat", "POST", "mayor"]]);
  assert.equal(wall.offlineSince, null);
  clock.ms = 60000;
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  await sendHeartbeat(wall);
  assert.notEqual(wall.offlineSince, null);
});
