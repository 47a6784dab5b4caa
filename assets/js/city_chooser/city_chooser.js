/**
 * The chooser of a city, typed into: by its name in any language, in pinyin, by its province or country. The select is
 * Mantine's; what it shows of its options is decided here, because the cities that a reader was at last come first.
 */
import { currentView } from "../view/view.js";
import { listState } from "./city_list.js";

const REMEMBERED = "citydeck-recent-cities";
const MOST_RECENT = 5;
/** Options drawn at once: more take seconds to open, and nobody reads them. */
const MOST_SHOWN = 60;

/** @typedef {{ value: string, label: string, search?: string, disabled?: boolean }} City */
/** @typedef {{ group: string, items: City[] }} Group */

/** Small letters without marks, blanks and apostrophes, as the server writes `search`. @param {string} text */
export const plain = (text) =>
  text
    .toLocaleLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "");

/** How well a city fits: 0 its name begins so, 1 something of it does, 2 it has it inside, -1 not. */
/** @param {City} city @param {string} typed */
export function rank({ label, search = "" }, typed) {
  if (plain(label).startsWith(typed)) return 0;
  if (search.split(" ").some((word) => word.startsWith(typed))) return 1;
  return search.includes(typed) || plain(label).includes(typed) ? 2 : -1;
}

/** @param {(City | Group)[]} options @returns {Group[]} */
const grouped = (options) => {
  const loose = options.filter((each) => !("group" in each));
  const groups = options.filter((each) => "group" in each);
  return loose.length ? [{ group: "", items: /** @type {City[]} */ (loose) }, ...groups] : groups;
};

/** A list that ends at the limit; groups without a city are left out. @param {Group[]} groups @returns {Group[]} */
function limited(groups) {
  let left = MOST_SHOWN;
  return groups.flatMap(({ group, items }) => {
    const shown = items.slice(0, Math.max(left, 0));
    left -= shown.length;
    return shown.length ? [{ group, items: shown }] : [];
  });
}

/**
 * What the list shows: recent cities first, then all by group; of what was typed those that fit, the best first.
 * @param {{ options: (City | Group)[], search: string }} asked
 * @param {string[]} recent keys
 * @param {string} recentWord
 * @returns {(City | Group)[]}
 */
export function shownCities({ options, search }, recent, recentWord) {
  const groups = grouped(options);
  const cities = groups.flatMap(({ items }) => items);
  const typed = plain(search);
  if (typed) {
    const fits = cities.map((city) => ({ city, place: rank(city, typed) })).filter(({ place }) => place >= 0);
    return fits
      .sort((a, b) => a.place - b.place)
      .slice(0, MOST_SHOWN)
      .map(({ city }) => city);
  }
  const found = recent.flatMap((key) => cities.filter(({ value }) => value === key));
  if (groups.length < 2 || !found.length) return ungrouped(limited(groups));
  const rest = groups.map(({ group, items }) => ({ group, items: items.filter((city) => !found.includes(city)) }));
  return limited([{ group: recentWord, items: found }, ...rest]);
}

/** One group without a name is a plain list. @param {Group[]} groups @returns {(City | Group)[]} */
const ungrouped = (groups) => (groups.length === 1 && !groups[0].group ? groups[0].items : groups);

/** The keys of the cities that the reader was at last, the latest first. @returns {string[]} */
export function recentCities() {
  try {
    const told = JSON.parse(window.localStorage.getItem(REMEMBERED) ?? "[]");
    return Array.isArray(told) ? told.filter((each) => typeof each === "string").slice(0, MOST_RECENT) : [];
  } catch {
    return []; // a browser that keeps nothing, or somebody else's text under our name
  }
}

/** The reader is at a city. @param {string | undefined} city */
export function rememberCity(city) {
  if (!city) return;
  const recent = [city, ...recentCities().filter((each) => each !== city)].slice(0, MOST_RECENT);
  try {
    window.localStorage.setItem(REMEMBERED, JSON.stringify(recent));
  } catch {
    // a browser that keeps nothing: no city is recent
  }
}

/**
 * What Mantine's select calls.
 * @param {{ options: (City | Group)[], search: string }} asked
 * @param {{ recent: string, wait: string }} words
 */
export function filterCities(asked, words) {
  rememberCity(currentView().city); // a page that was only opened is a visit too
  const shown = shownCities(asked, recentCities(), words.recent);
  // No city is said not to exist before all names are there; a line that says so cannot be chosen.
  return listState() === "wait" ? [...shown, { value: "", label: words.wait, disabled: true }] : shown;
}
