/**
 * Weeks on one screen: everything moves by a few pixels every three minutes, and dims slowly towards the night.
 * @import { Wall } from "./state.js"
 */
import { hourOfDay } from "./clock.js";
import { byId } from "./state.js";

const INTERVAL_MS = 180000;
const STEPS_OF_A_ROUND = 12;
const RADIUS_REM = 0.08;
const NIGHT_BRIGHTNESS = 0.8;

/**
 * How far the picture is from its place, on a small circle.
 * @param {number} ms since the wall began
 * @returns {{ x: number, y: number }} rem
 */
export function shiftAt(ms) {
  const angle = (Math.floor(ms / INTERVAL_MS) % STEPS_OF_A_ROUND) * ((2 * Math.PI) / STEPS_OF_A_ROUND);
  return { x: Math.cos(angle) * RADIUS_REM, y: Math.sin(angle) * RADIUS_REM };
}

/** How much of the night it is: 1 from 23 to 5, falling until 7, rising from 20. @param {number} hour */
export function nightShare(hour) {
  if (hour >= 23 || hour < 5) return 1;
  if (hour < 7) return (7 - hour) / 2;
  return hour < 20 ? 0 : (hour - 20) / 3;
}

/** @param {Wall} wall */
export function spareScreen(wall) {
  const time = performance.now();
  if (time < wall.nextShift) return;
  wall.nextShift = time + INTERVAL_MS;
  const { x, y } = shiftAt(time);
  const stage = byId("wall-stage");
  stage.style.setProperty("--shift-x", `${x.toFixed(3)}rem`);
  stage.style.setProperty("--shift-y", `${y.toFixed(3)}rem`);
  const night = nightShare(hourOfDay(wall.config));
  const page = document.querySelector(".wall");
  if (!(page instanceof HTMLElement)) return;
  page.toggleAttribute("data-night", night > 0);
  page.style.setProperty("--dim", (night * (1 - NIGHT_BRIGHTNESS)).toFixed(2));
}
