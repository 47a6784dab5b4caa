/**
 * Class I alerts interrupt the playlist, each once.
 * @import { Alert, Wall } from "./state.js"
 */
import { restartSlot } from "./scenes.js";
import { byId, filled, paced, setText } from "./state.js";

/** Beyond, alerts are only counted. */
const MOST_QUEUED = 8;
const MOST_REMEMBERED = 400;

/** @param {string} city */
const storageKey = (city) => `citydeck-wall-seen-${city}`;

/**
 * Ids of the alerts that this wall has seen before it was loaded.
 * @param {string} city
 * @returns {Set<string> | null} null for the very first time
 */
export function rememberedAlerts(city) {
  try {
    const ids = JSON.parse(localStorage.getItem(storageKey(city)) ?? "null");
    return Array.isArray(ids) ? new Set(ids) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // what the browser stored is not ours
    throw error;
  }
}

/**
 * The alerts that were not seen yet; those of the very first look were there before the wall.
 * @param {Alert[]} alerts
 * @param {Set<string> | null} seen
 */
export const unseen = (alerts, seen) => (seen === null ? [] : alerts.filter(({ id }) => !seen.has(id)));

/** Let the alerts that are new wait for their turn. @param {Wall} wall @param {Alert[]} alerts */
export function queueAlerts(wall, alerts) {
  wall.queue.push(...unseen(alerts, wall.seen));
  const ids = alerts.map(({ id }) => id).slice(-MOST_REMEMBERED);
  wall.seen = new Set(ids);
  localStorage.setItem(storageKey(wall.config.city), JSON.stringify(ids));
}

/**
 * The alert whose turn it is, out of the queue.
 * @param {Alert[]} queue is shortened
 * @returns {{ alert: Alert | undefined, more: number }} and how many others there are, some of them only counted
 */
export function takeAlert(queue) {
  const beyond = Math.max(0, queue.length - MOST_QUEUED);
  queue.length -= beyond;
  const alert = queue.shift();
  return { alert, more: queue.length + beyond };
}

/** By how much larger than usual an alert's type may be, and how much smaller where its words are many. */
const SCALES = [1.8, 1.5, 1.25, 1, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3];

/** Write an alert in the largest type in which all of it is in sight. @param {HTMLElement} box */
export function fitAlert(box) {
  const fits = () => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth;
  for (const scale of SCALES) {
    box.style.setProperty("--alert-scale", String(scale));
    if (fits()) return;
  }
}

/** @param {Wall} wall @param {Alert} alert @param {number} more */
function showAlert(wall, alert, more) {
  const box = byId("wall-alert");
  const texts = {
    what: alert.what,
    where: alert.where,
    since: alert.since,
    more: more ? filled(wall.config.said.more_alerts, { count: more }) : "",
  };
  for (const [name, text] of Object.entries(texts)) {
    const line = box.querySelector(`[data-say="${name}"]`);
    if (line) setText(line, text);
  }
  box.querySelector("a[data-say]")?.setAttribute("href", alert.address);
  box.hidden = false;
  fitAlert(box);
  wall.alertEnds = performance.now() + paced(wall, wall.config.alertSeconds * 1000);
}

/**
 * Show the next alert when the one before had its time.
 * @param {Wall} wall
 * @returns {boolean} whether an alert is in sight
 */
export function interrupt(wall) {
  if (performance.now() < wall.alertEnds) return true;
  const { alert, more } = takeAlert(wall.queue);
  if (alert) {
    showAlert(wall, alert, more);
    return true;
  }
  const box = byId("wall-alert");
  if (!box.hidden) {
    box.hidden = true;
    restartSlot(wall);
  }
  return false;
}
