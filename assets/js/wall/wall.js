/**
 * The wall: one page for weeks. One loop asks the server, one tick a second moves everything else: the clock, the ages,
 * the playlist, the interruptions. Nothing is navigated, nothing is made anew but words.
 * @import { Wall } from "./state.js"
 */
import { interrupt, rememberedAlerts } from "./alerts.js";
import { clock, day, moved, now } from "./clock.js";
import { fit } from "./fit.js";
import { hideIdleStrip, startOperator } from "./operator.js";
import { followPlaylist, refit, refitAll, showScene, step } from "./scenes.js";
import { spareScreen } from "./screen_care.js";
import { followServer } from "./server.js";
import { byId, newWall, sceneInSight, sceneName, setText } from "./state.js";
import { showStatus } from "./status.js";

const TICK_MS = 1000;
/** Faster ticks than this show nothing more, at whichever pace. */
const FASTEST = 20;
const LAID_OUT_MS = 50;

/** @param {Wall} wall */
function showClock(wall) {
  if (moved()) {
    wall.clockMoved = now();
    wall.wake();
  }
  setText(byId("wall-day"), `${day(now(), wall.config)}  `);
  setText(byId("wall-clock"), clock(now(), wall.config));
}

/** @param {Wall} wall */
function tick(wall) {
  showClock(wall);
  followPlaylist(wall);
  if (!interrupt(wall) && !wall.paused && performance.now() >= wall.slotEnds) step(wall, 1);
  showStatus(wall);
  spareScreen(wall);
  hideIdleStrip(wall);
}

/**
 * The root's size of type follows from the screen: everything on the page is in proportion to it.
 * @param {Wall} wall
 */
function setType({ config }) {
  const root = document.documentElement;
  root.dataset.wall = "";
  root.style.fontSize = `calc(min(100vh, 56.25vw) * ${config.root})`;
  root.style.setProperty("--wall-aimed", String(config.aimed / config.least));
}

/** @param {HTMLElement} root @returns {Wall} */
function begin(root) {
  const wall = newWall(root);
  wall.seen = rememberedAlerts(wall.config.city);
  setType(wall);
  followPlaylist(wall);
  startOperator(wall);
  window.addEventListener("resize", () => refitAll(wall));
  document.fonts.ready.then(() => refitAll(wall));
  // The foot takes another line where the data grew late.
  new ResizeObserver(() => refit(wall, sceneInSight(wall))).observe(byId("wall-age"));
  window.setInterval(() => tick(wall), TICK_MS / Math.min(wall.config.pace, FASTEST));
  tick(wall);
  followServer(wall);
  return wall;
}

/** What tests and the soak read. @param {Wall} wall */
const report = (wall) => ({
  refreshes: wall.refreshes,
  changes: wall.changes,
  scene: sceneName(wall),
  offline: wall.offlineSince !== null,
  left: sceneInSight(wall).left,
  fits: sceneInSight(wall).fits,
  queued: wall.queue.length,
  asking: wall.asking,
  snapshots: wall.snapshots,
  paused: wall.paused,
  drawn: [...wall.scenes.values()].every(({ snapshots }) => snapshots !== ""),
});

/** Begin as soon as Dash has laid the page out. */
export function startWall() {
  window.citydeck.wallFit = fit;
  const waiting = window.setInterval(() => {
    const root = document.querySelector("[data-wall].wall");
    if (!(root instanceof HTMLElement) || !window.dash_clientside.set_props) return;
    window.clearInterval(waiting);
    const wall = begin(root);
    window.citydeck.wall = {
      begun: () => true,
      report: () => report(wall),
      step: (/** @type {number} */ by) => step(wall, by),
      show: (/** @type {string} */ scene) => showScene(wall, scene),
    };
  }, LAID_OUT_MS);
}
