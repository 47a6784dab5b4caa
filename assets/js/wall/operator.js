/**
 * The operator's strip: a mouse or a key brings it, with buttons for what the keys do.
 * @import { Wall } from "./state.js"
 */
import { restartSlot, step } from "./scenes.js";
import { byId } from "./state.js";
import { showOperatorLines, showStatus } from "./status.js";

const SHOWN_MS = 3000;

/** What a key does; PageUp and PageDown are those of a presenter. @type {Record<string, string>} */
const KEYS = {
  " ": "pause",
  ArrowRight: "next",
  ArrowLeft: "previous",
  PageDown: "next",
  PageUp: "previous",
  f: "full_screen",
  F: "full_screen",
};

/** @type {Record<string, (wall: Wall) => void>} */
const ACTIONS = {
  previous: (wall) => step(wall, -1),
  next: (wall) => step(wall, 1),
  pause: (wall) => {
    wall.paused = !wall.paused;
    restartSlot(wall);
  },
  full_screen: () => {
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  },
};

/**
 * The action of a key, if it has one here: on a button the space bar presses that.
 * @param {string} key
 * @param {boolean} onButton
 */
export const actionOfKey = (key, onButton) => (key === " " && onButton ? undefined : KEYS[key]);

/** @param {Wall} wall @param {boolean} on */
function setStrip(wall, on) {
  byId("wall-strip").toggleAttribute("data-on", on);
  document.documentElement.toggleAttribute("data-pointer", on);
  wall.stripEnds = on ? performance.now() + SHOWN_MS : 0;
  if (on) showOperatorLines(wall);
}

/** Hide the strip when nobody used it for a while. @param {Wall} wall */
export function hideIdleStrip(wall) {
  const idle = wall.stripEnds && performance.now() > wall.stripEnds;
  if (idle && !byId("wall-strip").contains(document.activeElement)) setStrip(wall, false);
}

/** @param {Wall} wall @param {string | undefined} action */
function act(wall, action) {
  if (action && action in ACTIONS) ACTIONS[action](wall);
  showStatus(wall);
}

/** @param {Wall} wall */
export function startOperator(wall) {
  const show = () => setStrip(wall, true);
  document.addEventListener("mousemove", show);
  document.addEventListener("touchstart", show, { passive: true });
  document.addEventListener("keydown", (event) => {
    show();
    const action = actionOfKey(event.key, event.target instanceof Element && event.target.closest("button") !== null);
    if (!action) return;
    event.preventDefault();
    act(wall, action);
  });
  byId("wall-strip").addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-do]") : null;
    act(wall, button?.getAttribute("data-do") ?? undefined);
  });
}
