/**
 * What a click, a control or Escape changes in a view: pure functions from a view to a patch.
 * @import { Patch, View } from "./address.js"
 */
import { joinValues, splitValues } from "./dimension_values.js";
import { monthOf, weekOf } from "./period.js";

/** Keys that have one value; every other dimension may have several. */
const SINGLE = ["area", "measure", "city", "compare"];
/** Keys that narrow nothing, so Escape leaves them. */
const NOT_NARROWING = ["city", "lang", "measure", "as_of"];

/**
 * Add a value to a dimension, or take it out again.
 * @param {View} view
 * @param {string} dimension
 * @param {string} value
 * @returns {Patch}
 */
export function toggled(view, dimension, value) {
  const chosen = splitValues(view[dimension]);
  const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
  return { [dimension]: joinValues(next) };
}

/**
 * What a click on a mark of a chart or table changes.
 * @param {View} view
 * @param {unknown} value what the mark stands for
 * @param {string | undefined} selects a dimension, `period` (the month of the value), `week` or `day`
 * @returns {Patch} empty where the mark selects nothing
 */
export function choiceOfMark(view, value, selects) {
  if (value === null || value === undefined || !selects) return {};
  const text = String(value);
  if (selects === "period") return monthOf(text);
  if (selects === "week") return weekOf(text);
  if (selects === "day") return { since: text.slice(0, 10), until: text.slice(0, 10) };
  return SINGLE.includes(selects) ? { [selects]: text } : toggled(view, selects, text);
}

/**
 * Free what was chosen last; of several values the last one.
 * @param {View} view
 * @param {string[]} fixed keys that belong to the page
 * @returns {Patch} empty where nothing narrows the view
 */
export function withoutLastChoice(view, fixed) {
  const key = Object.keys(view)
    .filter((name) => !NOT_NARROWING.includes(name) && !fixed.includes(name))
    .pop();
  if (!key) return {};
  if (key === "since" || key === "until") return { since: null, until: null };
  return { [key]: joinValues(splitValues(view[key]).slice(0, -1)) };
}

/** What a control shows of a view: a text, several, or two days. @param {View} view @param {string} name */
export function controlValue(view, name) {
  if (name === "period") return [view.since ?? null, view.until ?? null];
  return SINGLE.includes(name) ? (view[name] ?? null) : splitValues(view[name]);
}

/**
 * What the value of a control changes.
 * @param {string} name
 * @param {any} value
 * @returns {Patch} empty for a period of which one day is still missing, and for no measure
 */
export function choiceOfControl(name, value) {
  if (name === "period") {
    const [since, until] = value || [null, null];
    return Boolean(since) === Boolean(until) ? { since, until } : {};
  }
  if (name === "measure" && !value) return {};
  return { [name]: SINGLE.includes(name) ? value || null : joinValues(value || []) };
}

/**
 * Whether two values of a control are the same; nothing chosen is null, an empty list, or two open ends.
 * @param {unknown} a
 * @param {unknown} b
 */
export function sameChoice(a, b) {
  const chosen = (/** @type {unknown} */ value) => JSON.stringify([value].flat().filter(Boolean));
  return chosen(a) === chosen(b);
}
