/**
 * The wall's own time. It starts from the server's clock and goes on by the machine's steady one, so that a clock that
 * is set, or wrong, on the wall's machine makes no data look fresher than it is.
 */
const JUMP_MS = 60000;
/** A response says its time to the second: on average it was made half a second later. */
const HALF_A_SECOND_MS = 500;

/** @typedef {{ locale: string, timezone: string }} Place how and where a time is written */

let serverTime = Date.now();
let learntAt = performance.now();
let offset = Date.now() - performance.now();

/** Milliseconds since 1970. */
export const now = () => serverTime + performance.now() - learntAt;

/** Set the clock by a response of the server. @param {{ headers: { get(name: string): string | null } }} response */
export function learn(response) {
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (Number.isNaN(date)) return;
  serverTime = date + HALF_A_SECOND_MS;
  learntAt = performance.now();
}

/** Whether the machine's clock was moved since the last look, or the machine slept. */
export function moved() {
  const before = offset;
  offset = Date.now() - performance.now();
  return Math.abs(offset - before) > JUMP_MS;
}

/** Making a format takes longer than using it. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Place} place @param {Intl.DateTimeFormatOptions} options */
function format({ locale, timezone }, options) {
  const key = JSON.stringify([locale, timezone, options]);
  const known =
    formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: timezone, hourCycle: "h23", ...options });
  formats.set(key, known);
  return known;
}

/** Hours and minutes. @param {number} moment @param {Place} place */
export const clock = (moment, place) => format(place, { hour: "2-digit", minute: "2-digit" }).format(moment);

/** @param {number} moment @param {Place} place */
export const day = (moment, place) =>
  format(place, { weekday: "short", day: "numeric", month: "short" }).format(moment);

/** The hour of the city's day, with its minutes as a fraction. @param {Place} place @param {number} [moment] */
export function hourOfDay({ timezone }, moment = now()) {
  const parts = format({ locale: "en-GB", timezone }, { hour: "numeric", minute: "numeric" }).formatToParts(moment);
  const value = (/** @type {string} */ type) => Number(parts.find((part) => part.type === type)?.value);
  return value("hour") + value("minute") / 60;
}

/** Whether an hour lies in a span, which may go over midnight. @param {number} hour @param {[number, number]} span */
export const between = (hour, [from, to]) => (from <= to ? hour >= from && hour < to : hour >= from || hour < to);

/**
 * How fresh data is (see data/published/freshness.py).
 * @param {{ late: number | null, stale: number }} source seconds since 1970
 * @returns {"fresh" | "late" | "stale" | "archive"}
 */
export function freshness({ late, stale }, moment = now()) {
  if (late === null) return "archive";
  const seconds = moment / 1000;
  if (seconds <= late) return "fresh";
  return seconds <= stale ? "late" : "stale";
}
