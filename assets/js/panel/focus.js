/** A part of the page that answers again brings new elements: the focus stays where the reader left it. */
const ANSWERED = ".panel-body, .tiles, .chips, .breadcrumb, .area-list";
const FOCUSABLE = "a[href], button, summary, input, [tabindex='0']";
const SAME_BY = ["value", "select", "export"];

/**
 * @typedef {object} Place what had the focus last
 * @property {HTMLElement} element
 * @property {HTMLElement} part the part of the page that it lies in
 * @property {number} index its place among what can have the focus there
 */

/** @type {Place | null} */
let last = null;
/** @type {WeakSet<Element>} */
const observed = new WeakSet();

/** @param {HTMLElement} part @returns {HTMLElement[]} */
const focusable = (part) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll(FOCUSABLE))].filter((each) =>
    each.checkVisibility(),
  );

/** Whether two elements stand for the same. @param {HTMLElement} one @param {HTMLElement} other */
const sameMeaning = (one, other) =>
  SAME_BY.some((name) => one.dataset[name] !== undefined && one.dataset[name] === other.dataset[name]);

/**
 * What takes the focus over from an element that is gone: the one that says the same, else the table's own summary,
 * else what took its place; the part itself where nothing is left in it.
 * @param {Place} place
 * @returns {HTMLElement}
 */
export function successor({ element, part, index }) {
  const there = focusable(part);
  const same = there.find((each) => sameMeaning(element, each));
  if (same) return same;
  if (element.closest(".figure-table")) return there.find((each) => each.matches(".figure-table > summary")) ?? part;
  return there[Math.min(index, there.length - 1)] ?? part;
}

/** Give the focus on, if its element is gone and the reader went nowhere else. */
function restore() {
  if (!last || last.element.isConnected || document.activeElement !== document.body || !last.part.isConnected) return;
  let next = successor(last);
  if (next === last.part) {
    // Of a part that is out of sight the page's content takes the focus, so that the next Tab goes on there.
    const content = document.getElementById("content");
    if (content && !next.checkVisibility()) next = content;
    next.tabIndex = -1;
  }
  next.focus({ preventScroll: true });
}

/** @param {FocusEvent} event */
function remember({ target }) {
  if (!(target instanceof HTMLElement)) return;
  const part = target.closest(ANSWERED);
  if (part === target) return;
  last = part instanceof HTMLElement ? { element: target, part, index: focusable(part).indexOf(target) } : null;
  if (!part || observed.has(part)) return;
  observed.add(part);
  // A microtask later, when a table that was open is open again.
  new MutationObserver(() => queueMicrotask(restore)).observe(part, { childList: true, subtree: true });
}

export function restoreFocus() {
  document.addEventListener("focusin", remember);
  // Who presses elsewhere leaves the place.
  document.addEventListener("pointerdown", () => {
    last = null;
  });
}
