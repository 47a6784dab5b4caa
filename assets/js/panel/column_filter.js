/** The condition of a column: a small menu below its head, which leaves rows out while it is being written. */
import { isActive, operatorsOf, standsAlone } from "./condition.js";

/** @typedef {import("./records.js").Column} Column */
/** @typedef {import("./condition.js").Condition} Condition */

/**
 * @param {Column} column
 * @param {Condition} condition
 * @param {Record<string, string>} words
 */
function fieldsOf(column, condition, words) {
  const operator = document.createElement("select");
  operator.setAttribute("aria-label", words.operator);
  operator.append(...operatorsOf(column).map((name) => new Option(words[name], name)));
  operator.value = condition.operator;
  const [value, to] = [condition.value, condition.to].map((written) => {
    const input = document.createElement("input");
    input.type = column.is_number ? "number" : "text";
    input.step = "any";
    input.value = written;
    return input;
  });
  return { operator, value, to };
}

/**
 * Which fields an operator takes, and what each is for.
 * @param {ReturnType<typeof fieldsOf>} fields
 * @param {Record<string, string>} words
 */
function fit({ operator, value, to }, words) {
  const isRange = operator.value === "inRange";
  value.hidden = standsAlone(operator.value);
  to.hidden = !isRange;
  const names = isRange ? [words.from, words.to] : [words.value, words.to];
  [value, to].forEach((input, place) => {
    input.setAttribute("aria-label", names[place]);
    input.placeholder = isRange ? names[place] : words.placeholder;
  });
}

/** Below its button, and inside the window. @param {HTMLElement} menu @param {HTMLElement} button */
function place(menu, button) {
  const { left, bottom } = button.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(bottom + 4, window.innerHeight - menu.offsetHeight - 8))}px`;
}

/**
 * Open the menu of a column's condition below its button; it closes by Escape, Enter, a press elsewhere and when the
 * table scrolls under it.
 * @param {HTMLElement} button
 * @param {Column} column
 * @param {Condition | undefined} known
 * @param {Record<string, string>} words
 * @param {(condition: Condition) => void} changed told of each change
 */
export function openColumnFilter(button, column, known, words, changed) {
  const fields = fieldsOf(column, known ?? { operator: operatorsOf(column)[0], value: "", to: "" }, words);
  const menu = document.createElement("div");
  menu.className = "column-filter-menu";
  menu.popover = "auto";
  menu.setAttribute("role", "dialog");
  menu.setAttribute("aria-label", `${words.filter}: ${column.word}`);
  menu.append(fields.operator, fields.value, fields.to);
  fit(fields, words);
  menu.addEventListener("input", () => {
    fit(fields, words);
    const { operator, value, to } = fields;
    changed({ operator: operator.value, value: value.value, to: to.value });
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") menu.hidePopover();
  });
  menu.addEventListener("toggle", (event) => {
    const isOpen = /** @type {ToggleEvent} */ (event).newState === "open";
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) return;
    if (menu.contains(document.activeElement)) button.focus();
    menu.remove();
  });
  button.closest(".record-table")?.append(menu);
  menu.showPopover();
  place(menu, button);
  (fields.value.hidden ? fields.operator : fields.value).focus();
}

/**
 * The button in a column's head that opens its condition.
 * @param {Column} column
 * @param {Record<string, string>} words
 */
export function columnFilterButton(column, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "column-filter";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  markFiltered(button, column, undefined, words);
  return button;
}

/**
 * Say on the button whether its column's condition leaves rows out.
 * @param {HTMLElement} button
 * @param {Column} column
 * @param {Condition | undefined} condition
 * @param {Record<string, string>} words
 */
export function markFiltered(button, column, condition, words) {
  const isFiltered = condition !== undefined && isActive(condition);
  button.toggleAttribute("data-filtered", isFiltered);
  button.setAttribute("aria-label", `${isFiltered ? words.filtered : words.filter}: ${column.word}`);
}
