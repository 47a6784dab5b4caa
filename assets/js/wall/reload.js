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

/**
 * The address of the wall when the next city of its fleet has its turn.
 * @param {string} address
 * @param {string[]} fleet this city first
 */
export function nextAddress(address, [first, ...others]) {
  const next = new URL(address);
  next.searchParams.set("city", [...others, first].join(","));
  return next.href.replaceAll("%2C", ",");
}

/** Whether an answer is the whole page of a wall. @param {{ response: Response, body: string }} answer */
const isWhole = ({ response, body }) => response.ok && body.includes("_dash-config");

/** Where the wall should go now: the next city's address, its own again, or nowhere. @param {Wall} wall */
function destination(wall) {
  if (wall.nextWanted) return nextAddress(window.location.href, wall.config.fleet);
  const age = performance.now() - wall.started;
  const due = reloadDue({ changed: wall.reloadWanted, age, hour: hourOfDay(wall.config) });
  return due ? window.location.href : null;
}

/**
 * Load the page again, or that of the next city, once the server gave the whole page and no alert is in sight.
 * @param {Wall} wall
 */
export async function reloadIfWanted(wall) {
  const address = destination(wall);
  if (!address || !byId("wall-alert").hidden || wall.queue.length) return;
  const page = await request(address, { cache: "no-store" });
  if (!page) noteOffline(wall);
  else if (isWhole(page) && wall.nextWanted) window.location.replace(address);
  else if (isWhole(page)) window.location.reload();
}
