/** Clicks, keys and the back button that change the view, wherever on the page they come from. */
import { address, carriedView } from "./address.js";
import { choiceOfMark } from "./choices.js";
import { openMarked } from "./own_page.js";
import { currentView, followHistory, select, takeBack } from "./view.js";

/** Where Escape has a meaning of its own. */
const OWN_ESCAPE = "input, textarea, select, details[open], [role=dialog], [role=listbox], [role=grid]";

/** @param {Element} target @param {string} selector @returns {HTMLElement | null} */
const within = (target, selector) => target.closest(selector);

/**
 * A link to another page takes along what is chosen; one that opens a new tab stays as it is.
 * @param {MouseEvent} event
 * @param {Element} target
 */
function completeLink(event, target) {
  const link = target.closest("a[data-navigate]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (link instanceof HTMLAnchorElement && !elsewhere) {
    link.href = address(link.dataset.navigate ?? "", carriedView(currentView()));
  }
}

/** @param {Element} target */
function closeOtherMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.removeAttribute("open");
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (!(event.target instanceof Element)) return;
  const choice = within(event.target, "[data-select]");
  if (choice) {
    event.preventDefault();
    select(JSON.parse(choice.dataset.select ?? "{}"), "reload" in choice.dataset);
    return;
  }
  const mark = within(event.target, "[data-marks]");
  if (mark && !openMarked(mark.dataset.value, mark.dataset.marks)) {
    select(choiceOfMark(currentView(), mark.dataset.value, mark.dataset.marks));
  }
  completeLink(event, event.target);
  closeOtherMenus(event.target);
}

/** @param {KeyboardEvent} event */
function pressed({ key, defaultPrevented, target }) {
  if (key === "Escape" && !defaultPrevented && target instanceof Element && !target.closest(OWN_ESCAPE)) takeBack();
}

/**
 * Back and forward within a page change its view alone: Dash's own router, which listens later, would lay out the whole
 * page again, and take the map away while it still moves.
 * @param {PopStateEvent} event
 */
function wentBack(event) {
  if (followHistory()) event.stopImmediatePropagation();
}

export function startViewInteractions() {
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  window.addEventListener("popstate", wentBack);
}
