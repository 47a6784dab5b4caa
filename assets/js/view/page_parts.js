/** The page that is open: its parts, what each shows and what it should show. */
import { drawInto } from "../drawing/elements.js";
import { showMap } from "../map/page_map.js";
import { answerKey } from "./stream.js";
import { currentView } from "./view.js";

/**
 * @typedef {object} Part
 * @property {string} name as the server knows it
 * @property {HTMLElement[]} hosts the places that it fills
 * @property {boolean} near whether it is in sight or about to be
 * @property {number} turned which page of its table it shows, counted from 0
 * @property {string} shown the key of the answer that it shows, or empty
 * @property {string} asked the key of the answer that is on its way, or empty
 * @property {string} failed the key of the answer that could not be given, or empty
 */

/**
 * @typedef {object} LineFrame of the server's answer: the version that answers, or a part
 * @property {string} [version]
 * @property {string} [part]
 * @property {any} [failed] what is said where a part could not be answered
 * @property {boolean} [passing] whether it holds no longer than the fault that it tells of
 */
/** @typedef {LineFrame & Record<string, any>} Line */

/** The event of a place that shows another answer now. */
export const DRAWN = "citydeck-drawn";

/** What the server's answers are asked by, and the parts by name. */
export const page = { key: "", version: "", parts: /** @type {Map<string, Part>} */ (new Map()) };

/** The name of what a part shows: a page of a table has its number behind it. @param {Part} part */
export const nameOf = ({ name, turned }) => (turned ? `${name}.${turned}` : name);

/** What decides the answer that a part should show now. @param {Part} part */
export const wantedKey = (part) => answerKey(page.version, page.key, currentView(), nameOf(part));

/** The parts of the page. */
export const parts = () => [...page.parts.values()];

/** The part that an answer of that name is for, if it still should show it. @param {string} name */
export const partNamed = (name) => parts().find((part) => nameOf(part) === name);

/** Know the parts of the page that was laid out: each shows what it was laid out with, or nothing yet. */
export function findParts() {
  drawGiven();
  const stage = /** @type {HTMLElement | null} */ (document.querySelector("[data-version]"));
  page.key = stage?.dataset.page ?? "";
  page.version = stage?.dataset.version ?? "";
  page.parts = new Map();
  for (const host of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-part]"))) {
    const name = host.dataset.part ?? "";
    const known = page.parts.get(name);
    if (known) known.hosts.push(host);
    else page.parts.set(name, { name, hosts: [host], near: false, turned: 0, shown: "", asked: "", failed: "" });
  }
}

/** Draw what the page was laid out with, as what comes later is drawn. */
function drawGiven() {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-drawn]"))) {
    drawInto(place, JSON.parse(place.dataset.drawn ?? "[]"));
  }
}

/** Until what waits is greyed: most of what is asked for is there sooner, and need not be drawn twice more. */
const GREYED_AFTER_MS = 300;
let greying = 0;

/** Whether a part's panel is hidden until another version fills it: it waits for nothing. @param {Part} part */
export const isFoldedForGood = ({ hosts: [host] }) =>
  host.closest("section[hidden]:not([data-folded-in-view])") !== null;

/** Grey what still waits, all of it in one frame. */
function greyWaiting() {
  greying = 0;
  for (const host of parts().flatMap(({ hosts }) => hosts)) {
    if (host.hasAttribute("aria-busy") && !("greyed" in host.dataset)) host.dataset.greyed = "";
  }
}

/** Say to those who look, and those who listen, whether a part still waits. @param {Part} part @param {boolean} busy */
export function mark(part, busy) {
  for (const host of part.hosts) {
    // What says so already is not written again: whoever hears of changes would be told of one.
    if (busy && !host.hasAttribute("aria-busy")) host.setAttribute("aria-busy", "true");
    if (!busy) for (const name of ["aria-busy", "data-greyed"]) host.removeAttribute(name);
  }
  if (busy && !greying) greying = window.setTimeout(greyWaiting, GREYED_AFTER_MS);
}

/** @param {Part} part @param {Line} answer */
function draw(part, answer) {
  if (answer.failed) drawInto(part.hosts[0], answer.failed);
  for (const host of part.hosts) {
    const place = host.dataset.place ?? "";
    if (!(place in answer)) continue;
    drawInto(host, answer[place]);
    host.dispatchEvent(new CustomEvent(DRAWN, { bubbles: true }));
  }
  // Its words take their room first: the map is fitted once, to what they leave.
  if (part.name === "map" && !answer.failed) showMap(/** @type {any} */ (answer));
}

/**
 * Draw an answer, if it is still what the part should show.
 * @param {Part} part
 * @param {string} key what decided the answer
 * @param {Line} answer
 */
export function show(part, key, answer) {
  if (wantedKey(part) !== key) return;
  draw(part, answer);
  mark(part, false);
  part.failed = answer.failed ? key : "";
  part.shown = key;
}
