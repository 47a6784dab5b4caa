import assert from "node:assert/strict";
import { test } from "node:test";
import { playlistAt, refit, restartSlot, showScene, step } from "../../../../assets/js/wall/scenes.js";
import { openWall, stopClock } from "./wall_page.js";

const MORNING = { key: "morning", hours: [6, 12], slots: [["overview", 10]] };
const NIGHT = { key: "night", hours: [22, 6], slots: [["services", 10]] };
const ALWAYS = { key: "always", hours: null, slots: [["overview", 10]] };
const key = (config, hour) => playlistAt({ chosen: null, ...config }, hour).key;

test("the playlist is that of the hour", () => {
  const playlists = [MORNING, NIGHT, ALWAYS];
  assert.deepEqual(
    [7, 23, 3, 15].map((hour) => key({ playlists }, hour)),
    ["morning", "night", "night", "always"],
  );
});

test("a chosen playlist plays at any hour, one that there is not is passed over", () => {
  assert.equal(key({ playlists: [MORNING, NIGHT], chosen: "night" }, 7), "night");
  assert.equal(key({ playlists: [MORNING, NIGHT], chosen: "evening" }, 7), "morning");
});

test("out of all hours the first playlist plays", () => {
  assert.equal(key({ playlists: [MORNING, NIGHT] }, 15), "morning");
});

test("scenes follow one another in a ring, one in sight at a time", () => {
  const { wall, document } = openWall();
  const shown = () =>
    [...document.querySelectorAll("[data-scene]")]
      .filter((node) => node.classList.contains("wall-shown") && node.getAttribute("aria-hidden") === "false")
      .map((node) => node.dataset.scene);
  const seen = [1, 1, -1].map((by) => {
    step(wall, by);
    return shown();
  });
  assert.deepEqual(seen, [["services"], ["overview"], ["services"]]);
  assert.equal(wall.changes, 3);
});

test("a scene has its own seconds, shorter at a faster pace", (context) => {
  const clock = stopClock(context, 5000);
  const { wall } = openWall({ pace: 10 });
  step(wall, 1);
  assert.equal(wall.slotEnds, 5000 + 3000);
  clock.ms = 6000;
  restartSlot(wall);
  assert.equal(wall.slotEnds, 6000 + 3000);
});

test("a scene can be shown out of its turn, and stays the playlist's", () => {
  const { wall } = openWall({ playlists: [MORNING, NIGHT] });
  showScene(wall, "services");
  assert.deepEqual([wall.playlist.key, wall.config.chosen, wall.slot], ["night", "night", 0]);
  assert.throws(() => showScene(wall, "nothing"), /no playlist shows nothing/);
});

test("what does not fit is known by name, rows by their count", () => {
  const { wall, document, window } = openWall();
  window.innerHeight = 432;
  const scene = wall.scenes.get("overview");
  const row = document.createElement("p");
  row.dataset.drop = "1";
  scene.node.append(row);
  Object.defineProperty(scene.node, "scrollHeight", { get: () => (row.hasAttribute("data-dropped") ? 0 : 100) });
  refit(wall, scene);
  assert.deepEqual([scene.left, scene.fits], [["1 rows"], true]);
});

test("a scene has the room that the lines of its foot leave, as it comes into sight", () => {
  const { wall, document, window } = openWall();
  window.innerHeight = 432;
  const scene = wall.scenes.get("services");
  scene.sources = [{ name: "Services", domain: "services", reaches: 0, until: "1 May", late: null, stale: null }];
  scene.node.innerHTML = '<p data-drop="1" data-name="Map"></p>';
  const hasLine = () => document.getElementById("wall-age").textContent.includes("1 May");
  Object.defineProperty(scene.node, "clientHeight", { get: () => (hasLine() ? 50 : 100) });
  Object.defineProperty(scene.node, "scrollHeight", {
    get: () => (scene.node.querySelector("[data-dropped]") ? 40 : 80),
  });
  refit(wall, scene);
  assert.deepEqual(scene.left, []);
  showScene(wall, "services");
  assert.deepEqual(scene.left, ["Map"]);
});
