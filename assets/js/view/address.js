/**
 * A view and the address that says it.
 * @typedef {Record<string, string>} View what is chosen, by key: `city`, `since`, `area`, a dimension ...
 * @typedef {Record<string, string | null | undefined>} Patch keys of a view that change; null frees one
 */

/** What goes along to another page. */
const CARRIED = ["city", "since", "until", "area", "as_of", "lang"];

/** The view without keys that say nothing. @param {Patch} values @returns {View} */
export function withoutEmpty(values) {
  /** @type {View} */
  const view = {};
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== "") view[key] = value;
  }
  return view;
}

/** Whether two views say the same, in whichever order. @param {Patch} a @param {Patch} b */
export function sameView(a, b) {
  const [one, other] = [withoutEmpty(a), withoutEmpty(b)];
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/**
 * @param {string} path
 * @param {Patch} view
 * @param {string[]} [fixed] keys that the path says already, such as the service that a page is about
 */
export function address(path, view, fixed = []) {
  const said = Object.entries(withoutEmpty(view)).filter(([key]) => !fixed.includes(key));
  return `${path}?${new URLSearchParams(said)}`;
}

/** The view that the query of an address says. @param {string} query @returns {View} */
export const viewOf = (query) => withoutEmpty(Object.fromEntries(new URLSearchParams(query)));

/** What of a view goes along to another page. @param {View} view @returns {View} */
export const carriedView = (view) => withoutEmpty(Object.fromEntries(CARRIED.map((key) => [key, view[key]])));
