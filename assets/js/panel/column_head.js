/** Heads of a table's columns: they sort it; those of a long table also filter it, and are widened and moved. */
import { columnFilterButton } from "./column_filter.js";
import { widen, widthHandle } from "./column_width.js";

/** @typedef {import("./records.js").Column} Column */

/**
 * @typedef {object} Actions what a head does
 * @property {() => void} sort
 * @property {(button: HTMLElement) => void} filter
 * @property {(from: number, to: number) => void} move a column to another's place
 * @property {() => void} reset give all columns their widths back
 */

/** @param {Column} column @param {Actions} actions */
export function sortingHead(column, { sort }) {
  const head = document.createElement("th");
  head.scope = "col";
  if (column.is_number) head.className = "number";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = column.head;
  button.addEventListener("click", sort);
  head.append(button);
  return head;
}

/**
 * Alt and an arrow widen a column, Shift and an arrow move it.
 * @param {HTMLTableCellElement} head
 * @param {Actions} actions
 */
function followKeys(head, { move }) {
  head.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey === event.shiftKey) return;
    event.preventDefault();
    if (event.altKey) widen(head, step);
    else move(head.cellIndex, head.cellIndex + step);
  });
}

/** A head is carried to another one's place. @param {HTMLTableCellElement} head @param {Actions} actions */
function followDrag(head, { move }) {
  head.draggable = true;
  head.addEventListener("dragstart", (event) => {
    event.dataTransfer?.setData("text/plain", head.textContent ?? "");
    head.toggleAttribute("data-carried", true);
  });
  head.addEventListener("dragend", () => head.removeAttribute("data-carried"));
  head.addEventListener("dragover", (event) => {
    if (head.parentElement?.querySelector("[data-carried]")) event.preventDefault();
  });
  head.addEventListener("drop", (event) => {
    const carried = head.parentElement?.querySelector("[data-carried]");
    if (!(carried instanceof HTMLTableCellElement)) return;
    event.preventDefault();
    move(carried.cellIndex, head.cellIndex);
  });
}

/** @param {Column} column @param {Record<string, string>} words @param {Actions} actions */
export function longHead(column, words, actions) {
  const head = sortingHead(column, actions);
  head.title = column.word;
  const button = columnFilterButton(column, words);
  button.addEventListener("click", () => actions.filter(button));
  head.append(button, widthHandle(head, actions.reset));
  followKeys(head, actions);
  followDrag(head, actions);
  return head;
}
