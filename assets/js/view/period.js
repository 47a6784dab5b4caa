/** Periods from the marks of a chart over time. Days are written YYYY-MM-DD and know no time zone. */

/** @typedef {{ since: string, until: string }} Period first and last day */

/** The month that a day, or the start of one (YYYY-MM), lies in. @param {string} day @returns {Period} */
export function monthOf(day) {
  const [year, month] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { since: `${day.slice(0, 7)}-01`, until: `${day.slice(0, 7)}-${last}` };
}

/** The week that begins on that day. @param {string} day @returns {Period} */
export function weekOf(day) {
  const [year, month, first] = day.slice(0, 10).split("-").map(Number);
  return { since: day.slice(0, 10), until: new Date(Date.UTC(year, month - 1, first + 6)).toISOString().slice(0, 10) };
}

/**
 * The period that was dragged over: whole months of a chart by month, weeks of one by week, days of one by day.
 * @param {unknown[]} values what the marks within it say; those that are no days are passed over
 * @param {string} selects `day`, `week`, or `period` for months
 * @returns {Period | null} null where no mark says a day
 */
export function draggedPeriod(values, selects) {
  const days = values
    .map(String)
    .filter((value) => /^\d{4}-\d{2}/.test(value))
    .sort();
  if (!days.length) return null;
  const [first, last] = [days[0].slice(0, 10), days[days.length - 1].slice(0, 10)];
  if (selects === "day") return { since: first, until: last };
  if (selects === "week") return { since: first, until: weekOf(last).until };
  return { since: monthOf(first).since, until: monthOf(last).until };
}
