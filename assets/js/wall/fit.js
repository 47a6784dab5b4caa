/** What does not fit at a type that can be read leaves whole, the highest data-drop first; the type never shrinks. */

const BOXES = [
  "[data-fit]",
  ".wall-tiles",
  ".wall-pictures",
  ".wall-picture",
  ".wall-rows",
  ".wall-tile",
  ".wall-row",
  ".wall-caption",
  ".wall-legend",
].join();
const LINES = ".wall-value, .wall-cell, .wall-told";

/** Rounding and the leading of large digits: two and a half pixels of 1080. */
const slack = () => window.innerHeight / 432;

/** @param {Element} element */
const isShown = (element) => !element.closest("[data-dropped]");
/** @param {Element} box */
const tooWide = (box) => box.scrollWidth > box.clientWidth + slack();
/** @param {Element} box */
const tooHigh = (box) => box.scrollHeight > box.clientHeight + slack();

/**
 * Whether something of the scene is cut off: the scene itself, or the words in one of its boxes.
 * @param {Element} scene
 */
function overflows(scene) {
  const boxes = [scene, ...scene.querySelectorAll(BOXES)].filter(isShown);
  const lines = [...scene.querySelectorAll(LINES)].filter(isShown);
  return boxes.some((box) => tooWide(box) || tooHigh(box)) || lines.some(tooWide);
}

/** A column whose elements all left gives its room to the other. @param {Element} scene */
function settleColumns(scene) {
  for (const column of scene.querySelectorAll(".wall-pictures, .wall-tiles")) {
    const empty = [...column.children].every((child) => child.hasAttribute("data-dropped"));
    column.toggleAttribute("data-empty", empty);
  }
}

/**
 * Which places of the order leave: the last first, until the rest fits; those that left in vain, since another was the
 * one that did not fit, come back.
 * @param {number[]} places
 * @param {(place: number, gone: boolean) => void} drop takes a place away, or brings it back
 * @param {() => boolean} fits
 * @param {(place: number) => boolean} mayReturn
 * @returns {{ gone: number[], fits: boolean }} the places that left, in their order
 */
export function placesThatLeave(places, drop, fits, mayReturn) {
  /** @type {number[]} */
  const gone = [];
  for (const place of [...places].sort((a, b) => b - a)) {
    if (fits()) break;
    drop(place, true);
    gone.unshift(place);
  }
  if (!fits()) return { gone, fits: false };
  const stayAway = gone.filter((place) => {
    if (!mayReturn(place)) return true;
    drop(place, false);
    const needed = !fits();
    if (needed) drop(place, true);
    return needed;
  });
  return { gone: stayAway, fits: true };
}

/** The elements by their place in the order of leaving; those of one place go together. @param {Element} scene */
function elementsByPlace(scene) {
  /** @type {Map<number, HTMLElement[]>} */
  const places = new Map();
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (scene.querySelectorAll("[data-drop]"))) {
    const place = Number(element.dataset.drop);
    places.set(place, [...(places.get(place) ?? []), element]);
  }
  return places;
}

/**
 * Show everything, then let elements go until the rest fits.
 * @param {Element} scene
 * @returns {{ left: string[], rows: number, fits: boolean }} names of what left, and how many rows of lists
 */
export function fit(scene) {
  const places = elementsByPlace(scene);
  const elements = (/** @type {number} */ place) => places.get(place) ?? [];
  const drop = (/** @type {number} */ place, /** @type {boolean} */ gone) => {
    elements(place).forEach((element) => element.toggleAttribute("data-dropped", gone));
    settleColumns(scene);
  };
  for (const place of places.keys()) drop(place, false);
  settleColumns(scene);
  // The line under a map says nothing without the map.
  const hasMap = () => scene.querySelector('[data-part="map"]:not([data-dropped])') !== null;
  const mayReturn = (/** @type {number} */ place) =>
    hasMap() || elements(place).every(({ dataset }) => dataset.part !== "places");
  const { gone, fits } = placesThatLeave([...places.keys()], drop, () => !overflows(scene), mayReturn);
  const left = gone.flatMap(elements);
  const names = new Set(left.map(({ dataset }) => dataset.name ?? "").filter(Boolean));
  return { left: [...names], rows: left.filter(({ dataset }) => !dataset.name).length, fits };
}
