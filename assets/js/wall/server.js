/**
 * One loop asks the server, never two requests at once: for what the scenes show, then it says how the wall is.
 * @import { Alert, Scene, Source, Wall } from "./state.js"
 */
import { setProps } from "../dash.js";
import { queueAlerts } from "./alerts.js";
import { learn } from "./clock.js";
import { sendHeartbeat } from "./heartbeat.js";
import { reloadIfWanted } from "./reload.js";
import { refit } from "./scenes.js";
import { paced, sceneName } from "./state.js";
import { noteOffline, noteOnline } from "./status.js";
import { request } from "./request.js";

const LONGEST_WAIT_MS = 120000;
/** Long enough for the components to draw what they were given. */
const DRAWN_MS = 60;

/**
 * @typedef {object} SceneAnswer of `/api/wall/<city>`
 * @property {string} version
 * @property {Record<string, string>} snapshots
 * @property {[object, Record<string, unknown>][]} updates properties of parts, by id
 * @property {Source[]} sources
 * @property {Alert[]} alerts
 */

/**
 * How long to wait after a look; each that failed doubles it.
 * @param {number} before
 * @param {boolean} answered
 * @param {{ every: number, longest: number }} limits
 */
export const nextWait = (before, answered, { every, longest }) =>
  answered ? every : Math.min(Math.max(before * 2, every), longest);

/** Wait, unless the wall is woken. @param {Wall} wall @param {number} ms @returns {Promise<void>} */
const pause = (wall, ms) =>
  new Promise((resolve) => {
    const timer = window.setTimeout(resolve, ms);
    wall.wake = () => {
      window.clearTimeout(timer);
      resolve();
    };
  });

/** Give each part what it shows, if that changed. @param {Wall} wall @param {SceneAnswer["updates"]} updates */
function draw(wall, updates) {
  for (const [id, props] of updates) {
    const [key, text] = [JSON.stringify(id), JSON.stringify(props)];
    if (!wall.config.redraw && wall.drawn.get(key) === text) continue;
    setProps(id, props);
    wall.drawn.set(key, text);
  }
}

/** @param {Wall} wall @param {Scene} scene @param {SceneAnswer} answer @param {string | null} tag */
function show(wall, scene, answer, tag) {
  draw(wall, answer.updates);
  scene.tag = tag;
  scene.sources = answer.sources;
  wall.snapshots = scene.snapshots = JSON.stringify(answer.snapshots);
  if (answer.version !== wall.config.version) wall.reloadWanted = true;
  queueAlerts(wall, answer.alerts);
  window.clearTimeout(scene.timer);
  scene.timer = window.setTimeout(() => refit(wall, scene), DRAWN_MS);
}

/**
 * @param {Wall} wall
 * @param {string} name
 * @param {Scene} scene
 * @returns {Promise<boolean>} whether the server answered
 */
async function look(wall, name, scene) {
  const { city, fleet, lang, redraw } = wall.config;
  const query = new URLSearchParams({ scene: name, lang, ...(fleet.length ? { fleet: fleet.join(",") } : {}) });
  /** @type {Record<string, string>} */
  const headers = scene.tag && !redraw ? { "If-None-Match": scene.tag } : {};
  const answered = await request(`/api/wall/${encodeURIComponent(city)}?${query}`, { headers, cache: "no-store" });
  if (!answered || (answered.response.status !== 200 && answered.response.status !== 304)) {
    noteOffline(wall); // the last good picture stays
    return false;
  }
  const { response, body } = answered;
  learn(response);
  noteOnline(wall);
  if (response.status === 200) show(wall, scene, JSON.parse(body), response.headers.get("ETag"));
  else scene.snapshots = wall.snapshots;
  wall.refreshes += 1;
  return true;
}

/** The scene in sight, then those that show older snapshots, then the heartbeat. @param {Wall} wall */
async function round(wall) {
  const inSight = sceneName(wall);
  const scenes = [...wall.scenes].sort(([a], [b]) => Number(b === inSight) - Number(a === inSight));
  for (const [name, scene] of scenes) {
    if (name !== inSight && scene.snapshots === wall.snapshots) continue;
    if (!(await look(wall, name, scene))) return false;
  }
  await sendHeartbeat(wall);
  await reloadIfWanted(wall);
  return true;
}

/** @param {Wall} wall */
export async function followServer(wall) {
  const limits = { every: paced(wall, wall.config.poll * 1000), longest: paced(wall, LONGEST_WAIT_MS) };
  for (;;) {
    let answered = false;
    wall.asking = true;
    try {
      answered = await round(wall);
    } catch (error) {
      window.reportError(error); // our mistake, or an answer that is not the server's: said, and asked again
      noteOffline(wall);
    } finally {
      wall.asking = false;
    }
    wall.wait = nextWait(wall.wait, answered, limits);
    await pause(wall, wall.wait * (0.85 + 0.3 * Math.random()));
  }
}
