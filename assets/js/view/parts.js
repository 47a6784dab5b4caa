/**
 * Has every part of the page show the view: what is in sight is asked for in one request, the rest when it comes near.
 * What still waits is marked as busy, so that no old number looks like one of now.
 */
import { forgetMap } from "../map/page_map.js";
import { AnswerMemory } from "./answers.js";
import { askFolded, foldKnown } from "./folding.js";
import { findParts, isFoldedForGood, mark, nameOf, page, partNamed, parts, show, wantedKey } from "./page_parts.js";
import { followSight } from "./sight.js";
import { answerAddress, answerKey, linesOf } from "./stream.js";
import { currentView, onChange } from "./view.js";

/** @typedef {import("./page_parts.js").Part} Part */
/** @typedef {import("./page_parts.js").Line} Line */

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [1000, 120000];
/** How long parts are drawn before the browser may paint, and hear the next choice. */
const SLICE_MS = 30;

const memory = new AnswerMemory();
/** Requests on their way. @type {Set<AbortController>} */
const requests = new Set();
/** Until the next try after one that failed. */
const retry = { wait: FIRST_WAIT_MS, timer: 0 };
/** Whether what is out of sight is drawn too. */
let whole = false;

/** Lets the browser paint once drawing took long. @returns {() => Promise<void>} */
function pauses() {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < SLICE_MS) return;
    await new Promise((resolve) => window.setTimeout(resolve, 0));
    started = performance.now();
  };
}

/** Draw what the browser had before. @param {[Part, string, string][]} known */
async function showKnown(known) {
  const pause = pauses();
  for (const [part, key, line] of known) {
    if (part.shown !== key) show(part, key, JSON.parse(line));
    await pause();
  }
}

/** Whether anybody would see what a part shows. @param {Part} part */
const isWanted = (part) => whole || (part.near && !isFoldedForGood(part));

/** Draw, or ask for, every part that should show something else than it does. */
function refresh() {
  /** @type {Part[]} */
  const missing = [];
  /** @type {[Part, string, string][]} */
  const known = [];
  for (const part of parts()) {
    const key = wantedKey(part);
    mark(part, part.shown !== key && !isFoldedForGood(part));
    if (part.shown === key || !isWanted(part)) continue;
    const line = memory.get(key);
    if (line !== undefined) known.push([part, key, line]);
    else if (part.asked !== key && part.failed !== key) missing.push(part);
  }
  if (missing.length) ask(missing);
  showKnown(known);
}

/** Give up what is on its way: it answers a view that nobody looks at any more. */
function giveUp() {
  requests.forEach((request) => request.abort());
  requests.clear();
  window.clearTimeout(retry.timer);
  retry.wait = FIRST_WAIT_MS;
  for (const part of parts()) part.asked = part.failed = "";
}

/** Ask again later for what could not be answered: each time after twice as long. */
function askLater() {
  window.clearTimeout(retry.timer);
  retry.timer = window.setTimeout(() => {
    for (const part of parts().filter(({ failed }) => failed)) part.shown = part.failed = "";
    refresh();
  }, retry.wait);
  retry.wait = Math.min(retry.wait * 2, LONGEST_WAIT_MS);
}

/**
 * Take the lines of an answer as they come.
 * @param {Response} response
 * @param {Map<string, boolean>} answered by what decided each answer that came: whether it holds
 * @param {import("./address.js").View} view that was asked for
 */
async function take(response, answered, view) {
  const pause = pauses();
  for await (const line of linesOf(/** @type {ReadableStream<Uint8Array>} */ (response.body))) {
    const answer = /** @type {Line} */ (JSON.parse(line));
    if (answer.part === undefined) {
      page.version = answer.version ?? page.version; // another one where a snapshot was published meanwhile
      continue;
    }
    const key = answerKey(page.version, page.key, view, answer.part);
    const holds = !answer.failed && !answer.passing;
    answered.set(key, holds);
    if (holds) memory.keep(key, line);
    const part = partNamed(answer.part);
    if (part) show(part, key, answer);
    await pause();
  }
}

/** Ask the server for these parts, in one request. @param {Part[]} missing */
async function ask(missing) {
  const request = new AbortController();
  requests.add(request);
  const view = currentView();
  const address = answerAddress(page.version, page.key, view, missing.map(nameOf));
  for (const part of missing) part.asked = wantedKey(part);
  const answered = /** @type {Map<string, boolean>} */ (new Map());
  let isWhole = false;
  try {
    const response = await fetch(address, { signal: request.signal });
    if (response.ok) await take(response, answered, view);
    isWhole = response.ok;
  } catch (error) {
    // What fetch says of every fault of the network is a TypeError.
    if (!request.signal.aborted && !(error instanceof TypeError)) throw error;
  } finally {
    requests.delete(request);
  }
  if (!request.signal.aborted) finish(missing, answered, isWhole);
}

/**
 * What does not hold, as a fault that may pass, is shown and asked for again later.
 * @param {Part[]} asked
 * @param {Map<string, boolean>} answered
 * @param {boolean} isWhole
 */
function finish(asked, answered, isWhole) {
  if (isWhole) retry.wait = FIRST_WAIT_MS;
  for (const part of asked) {
    const key = wantedKey(part);
    // Parts behind one that could not be answered are asked for at once: they may be.
    if (answered.has(key) ? !answered.get(key) : !answered.size || isWhole) part.failed = key;
    part.asked = "";
  }
  if (parts().some(({ failed }) => failed)) askLater();
  refresh();
}

/** A page was laid out: find its parts, and ask for those in sight. */
export function openParts() {
  giveUp();
  forgetMap();
  findParts();
  foldKnown();
  followSight(parts(), refresh);
  refresh();
}

/** Show another page of a panel's table. @param {string} panel its key @param {number} number counted from 0 */
export function turnTo(panel, number) {
  const part = page.parts.get(`panel.${panel}`);
  if (!part) return;
  part.turned = number;
  refresh();
}

/** The server answers by another version now: newer snapshots, or the same grown old. @param {string} version */
export function followVersion(version) {
  if (!page.version || version === page.version) return;
  // Panels that were left out may be there now.
  if (document.querySelector("[data-unpublished]")) {
    window.location.reload();
    return;
  }
  giveUp();
  askFolded();
  page.version = version;
  followSight(parts(), refresh);
  refresh();
}

/** Draw, and lay out, what is out of sight too, from now on: for whoever looks at the page as a whole. */
export function drawWhole() {
  whole = true;
  document.documentElement.dataset.whole = "";
  refresh();
}

/** Follow the view: whatever changes it, its parts show it. */
export function startParts() {
  onChange(() => {
    giveUp();
    for (const part of parts()) part.turned = 0;
    refresh();
  });
}
