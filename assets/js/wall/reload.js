/**
 * A wall loads itself again when the program changed, or in the quiet hours.
 * @import { Wall } from "./state.js"
 */
import { between, hourOfDay } from "./clock.js";
import { request } from "./request.js";
import { byId } from "./state.js";
import { noteOffline } from "./status.js";

/** @type {[number, number]} */
const QUIET_HOURS = [3, 5];
const OLD_MS = 12 * 3600000;

/**
 * Whether it is time.
 * @param {{ changed: boolean, age: number, hour: number }} wall the program changed; milliseconds since it was loaded;
 * hour of the day
 */
export const reloadDue = ({ changed, age, hour }) => changed || (age > OLD_MS && between(hour, QUIET_HOURS));

/** Load the page again, only once the server gave the whole page and no alert is in sight. @param {Wall} wall */
export async function reloadIfWanted(wall) {
  const age = performance.now() - wall.started;
  if (!reloadDue({ changed: wall.reloadWanted, age, hour: hourOfDay(wall.config) })) return;
  if (!byId("wall-alert").hidden || wall.queue.length) return;
  const page = await request(window.location.href, { cache: "no-store" });
  if (!page) noteOffline(wall);
  else if (page.response.ok && page.body.includes("_dash-config")) window.location.reload();
}
