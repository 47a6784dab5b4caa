/**
 * Which scene is in sight, and what of it fits.
 * @import { Playlist, Scene, Wall, WallConfig } from "./state.js"
 */
import { between, hourOfDay } from "./clock.js";
import { fit } from "./fit.js";
import { filled, paced, sceneInSight, sceneName } from "./state.js";
import { showOperatorLines, showStatus } from "./status.js";

/**
 * The playlist of an hour: the chosen one, else the first whose time it is, else the first.
 * @param {WallConfig} config
 * @param {number} hour
 * @returns {Playlist}
 */
export function playlistAt({ playlists, chosen }, hour) {
  return (
    playlists.find(({ key }) => key === chosen) ??
    playlists.find(({ hours }) => !hours || between(hour, hours)) ??
    playlists[0]
  );
}

/** Give the scene in sight its whole time again. @param {Wall} wall */
export function restartSlot(wall) {
  const [, seconds] = wall.playlist.slots[wall.slot];
  wall.slotEnds = performance.now() + paced(wall, seconds * 1000);
}

/** @param {Wall} wall */
function showSlot(wall) {
  const name = sceneName(wall);
  for (const [key, { node }] of wall.scenes) {
    node.classList.toggle("wall-shown", key === name);
    node.setAttribute("aria-hidden", String(key !== name));
  }
  restartSlot(wall);
  wall.changes += 1;
  refit(wall, sceneInSight(wall));
}

/** Begin the playlist of this hour, if it is another one. @param {Wall} wall */
export function followPlaylist(wall) {
  const wanted = playlistAt(wall.config, hourOfDay(wall.config));
  if (wanted === wall.playlist) return;
  wall.playlist = wanted;
  wall.slot = 0;
  showSlot(wall);
}

/** Go on in the playlist, which is a ring. @param {Wall} wall @param {number} by */
export function step(wall, by) {
  const { length } = wall.playlist.slots;
  if (by > 0 && wall.slot + by >= length && wall.config.fleet.length > 1) wall.nextWanted = true;
  wall.slot = (wall.slot + by + length) % length;
  showSlot(wall);
}

/** A scene of whichever playlist, out of its turn: for pictures. @param {Wall} wall @param {string} scene */
export function showScene(wall, scene) {
  const isScene = (/** @type {[string, number]} */ [name]) => name === scene;
  const playlist = wall.config.playlists.find(({ slots }) => slots.some(isScene));
  if (!playlist) throw new Error(`no playlist shows ${scene}`);
  wall.playlist = playlist;
  wall.config.chosen = playlist.key;
  wall.slot = playlist.slots.findIndex(isScene);
  showSlot(wall);
}

/**
 * The foot is said first: the scene in sight has the room that its lines leave.
 * @param {Wall} wall
 * @param {Scene} scene
 */
export function refit(wall, scene) {
  showStatus(wall);
  const { left, rows, fits } = fit(scene.node);
  scene.left = rows ? [...left, filled(wall.config.said.rows, { count: rows })] : left;
  scene.fits = fits;
  if (wall.stripEnds) showOperatorLines(wall);
}

/** @param {Wall} wall */
export const refitAll = (wall) => wall.scenes.forEach((scene) => refit(wall, scene));
