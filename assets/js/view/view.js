/**
 * The view of a page, mirrored to the address bar. Clicks, controls and the back button change it here, and whoever
 * shows it hears of it.
 * @import { Patch, View } from "./address.js"
 */
import { address, sameView, viewOf, withoutEmpty } from "./address.js";
import { toggled, withoutLastChoice } from "./choices.js";

const YEAR_SECONDS = 31536000;

/** Over TLS the cookie never goes without it. @param {string} language */
function rememberLanguage(language) {
  const secure = window.location.protocol === "https:" ? ";secure" : "";
  document.cookie = `citydeck-language=${language};path=/;max-age=${YEAR_SECONDS};samesite=lax${secure}`;
}

/** @type {View} */
let view = {};
let path = "";
/** @type {((view: View) => void)[]} */
const listeners = [];

/** Hear of each change of the view. @param {(view: View) => void} listener */
export const onChange = (listener) => listeners.push(listener);

/** A copy of the view. @returns {View} */
export const currentView = () => ({ ...view });

/** Keys that the page's path says already: no keys of its address. */
const fixedKeys = () =>
  (document.querySelector("[data-fixed]")?.getAttribute("data-fixed") ?? "").split(" ").filter(Boolean);

/** The address of this page with such a view. @param {Patch} next */
const addressOf = (next) => address(window.location.pathname, next, fixedKeys());

/** Know the view that the Store of this page says: what it was laid out with. @param {Patch | null | undefined} data */
export function followStore(data) {
  view = withoutEmpty(data ?? {});
  path = window.location.pathname;
}

/** Let the address bar say the view, once the page knows its city. */
export function mirrorToAddress() {
  const wanted = addressOf(view);
  if (view.city && wanted !== window.location.pathname + window.location.search) {
    window.history.replaceState(null, "", wanted);
  }
}

/** @param {Patch} next */
function change(next) {
  view = withoutEmpty(next);
  listeners.forEach((hears) => hears(currentView()));
}

/**
 * Where the page of another thing of this page's kind lies; of none at all, the overview.
 * @param {string} value
 */
const pathOfOther = (value) => (value ? window.location.pathname.replace(/[^/]*$/, encodeURIComponent(value)) : "/");

/**
 * Change some keys of the view: a step that the back button takes back.
 * @param {Patch} patch
 * @param {boolean} [reload] whether the page is made anew, as for another language
 */
export function select(patch, reload = false) {
  const next = withoutEmpty({ ...view, ...patch });
  if (sameView(next, view)) return;
  const other = fixedKeys().find((key) => key in patch && patch[key] !== view[key]);
  if (patch.city && patch.city !== view.city) {
    // Another city does not have the one thing that a page may be of.
    const page = fixedKeys().length ? "/" : window.location.pathname;
    window.location.assign(address(page, { city: patch.city, lang: view.lang }, fixedKeys()));
  } else if (other) {
    window.location.assign(address(pathOfOther(patch[other] ?? ""), next, fixedKeys()));
  } else if (reload) {
    if (patch.lang) rememberLanguage(patch.lang);
    window.location.assign(addressOf(next));
  } else {
    // The server is asked first: to change the address takes the browser several milliseconds.
    change(next);
    window.history.pushState(null, "", addressOf(next));
  }
}

/** Add a value to a dimension of the view, or take it out again. @param {string} dimension @param {string} value */
export const toggle = (dimension, value) => select(toggled(view, dimension, value));

/** @param {string | null} since @param {string | null} until */
export const selectPeriod = (since, until) => select({ since: since || null, until: until || null });

/** Free what was chosen last. */
export const takeBack = () => select(withoutLastChoice(view, fixedKeys()));

/**
 * Take the view from the address after back or forward.
 * @returns {boolean} whether it was a step within this page; another page is Dash's to lay out
 */
export function followHistory() {
  if (window.location.pathname !== path) return false;
  const fixed = Object.fromEntries(fixedKeys().map((key) => [key, view[key]]));
  change({ ...viewOf(window.location.search), ...fixed });
  return true;
}
