/**
 * Every minute the wall says how it is (data/operations/heartbeats.py); `/data` shows it.
 * @import { Wall } from "./state.js"
 */
import { request } from "./request.js";
import { sceneInSight, sceneName } from "./state.js";
import { noteOffline } from "./status.js";

const INTERVAL_MS = 60000;
const STORAGE_KEY = "citydeck-wall-name";
const SIGNATURE_STORAGE_KEY = "citydeck-wall-key";
const MOST_DROPPED = 20;
const MOST_LETTERS = 80;

/** The name that the address gives, else one that the browser remembers. @param {string | null} given */
export function wallName(given) {
  if (given) return given;
  const name = localStorage.getItem(STORAGE_KEY) ?? `wall-${Math.random().toString(36).slice(2, 8)}`;
  localStorage.setItem(STORAGE_KEY, name);
  return name;
}

/** What this browser signs with, so that no other one speaks under the wall's name: made by chance, and remembered. */
export function wallKey() {
  const known = localStorage.getItem(SIGNATURE_STORAGE_KEY);
  if (known && /^[0-9a-f]{32}$/.test(known)) return known;
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const key = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  localStorage.setItem(SIGNATURE_STORAGE_KEY, key);
  return key;
}

/** @param {Wall} wall */
export function heartbeatOf(wall) {
  const { config, playlist } = wall;
  return {
    wall: wallName(config.wall),
    key: wallKey(),
    city: config.city,
    scene: sceneName(wall),
    playlist: playlist.key,
    version: config.version,
    screen_inches: config.screen,
    distance_m: config.distance,
    refreshes: wall.refreshes,
    memory_mb: performance.memory ? Math.round(performance.memory.usedJSHeapSize / 1e5) / 10 : null,
    nodes: document.getElementsByTagName("*").length,
    up_seconds: Math.round((performance.now() - wall.started) / 1000),
    data_until: wall.oldestUntil,
    dropped: sceneInSight(wall)
      .left.slice(0, MOST_DROPPED)
      .map((name) => name.slice(0, MOST_LETTERS)),
  };
}

/** @param {Wall} wall */
export async function sendHeartbeat(wall) {
  if (performance.now() < wall.nextHeartbeat) return;
  wall.nextHeartbeat = performance.now() + INTERVAL_MS;
  const headers = { "Content-Type": "application/json" };
  const sent = await request("/api/heartbeat", { method: "POST", headers, body: JSON.stringify(heartbeatOf(wall)) });
  if (!sent) noteOffline(wall);
}
