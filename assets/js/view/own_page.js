/** The pages of single services and premises: a name, a point or a mark of one leads there. */
import { address } from "./address.js";
import { currentView } from "./view.js";

/** Where the pages of a dimension's values lie, as in components/view/address.py. @type {Record<string, string>} */
const PAGES_OF = {
  service: "/services/",
  premises: "/food-safety/",
  payee: "/fiscal/payees/",
  case_id: "/fiscal/cases/",
  department: "/fiscal/departments/",
  fund: "/fiscal/funds/",
  area: "/areas/",
};

/**
 * The address of the page of one value; null where values of its dimension have none. What narrows the view stays
 * behind, so that the page shows all of it.
 * @param {string} dimension
 * @param {string} value
 * @param {import("./address.js").View} view
 */
export function pageOf(dimension, value, { city, lang, as_of }) {
  const path = PAGES_OF[dimension];
  return path ? address(path + encodeURIComponent(value), { city, lang, as_of }) : null;
}

/**
 * A link to the page of one value, with its name; null where values of its dimension have none.
 * @param {string} dimension
 * @param {unknown} value
 * @param {string} name
 */
export function pageLink(dimension, value, name) {
  const page = value === null || value === undefined ? null : pageOf(dimension, String(value), currentView());
  if (!page) return null;
  const link = document.createElement("a");
  link.className = "own-page";
  link.href = page;
  link.textContent = name;
  return link;
}

/**
 * Open the page of what a mark stands for. Only on a page of one thing, whose marks are other things: elsewhere a mark
 * narrows the view.
 * @param {unknown} value
 * @param {string | undefined} selects
 * @returns {boolean} whether it was opened
 */
export function openMarked(value, selects) {
  const ofOneThing = document.querySelector("[data-fixed]")?.getAttribute("data-fixed");
  return (
    Boolean(ofOneThing && selects && value !== null && value !== undefined) && openPageOf(selects ?? "", String(value))
  );
}

/** Open the page of one value. @param {string} dimension @param {string} value @returns {boolean} whether it has one */
export function openPageOf(dimension, value) {
  const page = pageOf(dimension, value, currentView());
  if (page) window.location.assign(page);
  return page !== null;
}
