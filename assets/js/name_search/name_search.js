/** The search by name: a combobox with a list box (WAI-ARIA), filled by the server while the reader types. */
import { address } from "../view/address.js";
import { splitValues } from "../view/dimension_values.js";
import { openPageOf } from "../view/own_page.js";
import { currentView, select, toggle } from "../view/view.js";
import { countText, listItems, nextOption } from "./options.js";

const PAUSE_MS = 120;
/** The pages that a find narrows in the place of opening its own. @type {Record<string, string[]>} */
const NARROWED = { service: ["services"], area: ["services", "food_safety", "fiscal", "economy"] };
let timer = 0;
/** @type {AbortController | null} */
let request = null;

/** The search that an event happened in. @param {Event} event @returns {HTMLElement | null} */
const searchOf = ({ target }) => (target instanceof Element ? target.closest("[data-name-search]") : null);

/** Every search of the page. @returns {HTMLElement[]} */
const searches = () =>
  [...document.querySelectorAll("[data-name-search]")].filter((each) => each instanceof HTMLElement);

/**
 * @template {Element} T
 * @param {HTMLElement} root
 * @param {string} selector
 * @param {new () => T} kind
 */
function part(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the search has no ${selector}`);
  return found;
}
/** @param {HTMLElement} root */
const inputOf = (root) => part(root, "input", HTMLInputElement);
/** @param {HTMLElement} root */
const listOf = (root) => part(root, "[role=listbox]", HTMLElement);

/** @param {HTMLElement} root @param {boolean} open */
function setOpen(root, open) {
  listOf(root).hidden = !open;
  inputOf(root).setAttribute("aria-expanded", String(open));
  inputOf(root).removeAttribute("aria-activedescendant");
}

/** @param {HTMLElement} root */
function close(root) {
  window.clearTimeout(timer);
  request?.abort();
  setOpen(root, false);
}

/** @param {HTMLElement} root @param {import("./options.js").Answer} answer */
function show(root, answer) {
  const words = JSON.parse(root.dataset.words ?? "{}");
  listOf(root).replaceChildren(...listItems(answer, splitValues(currentView().service), words));
  part(root, "[role=status]", HTMLElement).textContent = countText(answer, words);
  setOpen(root, true);
}

/** Whether a request was given up for a newer one. @param {unknown} error */
const isAbort = (error) => error instanceof DOMException && error.name === "AbortError";

/** @param {HTMLElement} root */
async function ask(root) {
  request?.abort();
  request = new AbortController();
  const { city, lang, as_of } = currentView();
  const query = { q: inputOf(root).value, lang, as_of };
  try {
    const response = await fetch(address(`/api/names/${encodeURIComponent(city)}`, query), {
      signal: request.signal,
    });
    if (!response.ok) return;
    const answer = await response.json();
    if (document.activeElement === inputOf(root)) show(root, answer);
  } catch (error) {
    if (error instanceof TypeError) {
      close(root);
    } // no server: the list would be of another word
    else if (!isAbort(error)) throw error;
  }
}

/** @param {HTMLElement} root @param {1 | -1} step */
function move(root, step) {
  const options = [...listOf(root).querySelectorAll("[role=option]")];
  if (!options.length) return;
  const next = nextOption(
    options.findIndex((each) => each.classList.contains("active")),
    step,
    options.length,
  );
  options.forEach((each, index) => each.classList.toggle("active", index === next));
  options[next].scrollIntoView({ block: "nearest" });
  inputOf(root).setAttribute("aria-activedescendant", options[next].id);
}

/** Empty the box, in a way that React hears. @param {HTMLElement} root */
function clear(root) {
  const input = inputOf(root);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, "");
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/**
 * A chosen service becomes a filter on the page of services, an area one on the pages of domains; elsewhere, or with
 * Ctrl, each opens its own page.
 * @param {HTMLElement} root
 * @param {Element} option
 * @param {MouseEvent | KeyboardEvent} event
 */
function choose(root, option, event) {
  const [kind, key] = ["kind", "key"].map((name) => option.getAttribute(`data-${name}`) ?? "");
  const narrowed = NARROWED[kind]?.includes(root.dataset.nameSearch ?? "");
  const narrows = narrowed && !event.ctrlKey && !event.metaKey;
  if (!narrows && openPageOf(kind, key)) return;
  if (kind === "area") select({ area: key });
  else toggle(kind, key);
  clear(root);
  close(root);
}

/** @param {Event} event */
function typed(event) {
  const root = searchOf(event);
  if (!root) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => ask(root), PAUSE_MS);
}

/** @param {FocusEvent} event */
function focused(event) {
  const root = searchOf(event);
  searches()
    .filter((each) => each !== root && !listOf(each).hidden)
    .forEach(close);
}

/** The list goes before the box loses its focus, so a press must not take it away. @param {MouseEvent} event */
function pressedMouse(event) {
  const root = searchOf(event);
  if (root && event.target instanceof Element && event.target.closest("[role=listbox]")) event.preventDefault();
  else {
    searches()
      .filter((each) => each !== root)
      .forEach(close);
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  const root = searchOf(event);
  if (!root || !(event.target instanceof Element)) return;
  const option = event.target.closest("[role=option]");
  if (option) choose(root, option, event);
  else if (event.target === inputOf(root) && listOf(root).hidden) ask(root);
}

/** What the keys do in the box. @type {Record<string, (root: HTMLElement, event: KeyboardEvent) => void>} */
const KEYS = {
  ArrowDown: (root) => (listOf(root).hidden ? ask(root) : move(root, 1)),
  ArrowUp: (root) => (listOf(root).hidden ? ask(root) : move(root, -1)),
  Enter: (root, event) => {
    const list = listOf(root);
    const option = list.querySelector(".active") ?? list.querySelector("[role=option]");
    if (!list.hidden && option) choose(root, option, event);
  },
  Escape: close,
};

/** @param {KeyboardEvent} event */
function pressedKey(event) {
  const root = searchOf(event);
  if (!root || event.isComposing) return;
  if (event.key === "Tab") {
    close(root);
  } else if (event.key in KEYS && (event.key !== "Escape" || !listOf(root).hidden)) {
    event.preventDefault();
    KEYS[event.key](root, event);
  }
}

export function startNameSearch() {
  document.addEventListener("input", typed);
  document.addEventListener("focusin", focused);
  document.addEventListener("mousedown", pressedMouse);
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressedKey);
}
