/** The pages of a table: which one a panel shows is no part of the view. */
import { turnTo } from "../view/parts.js";

/** @param {MouseEvent} event */
function turned({ target }) {
  const button = target instanceof Element ? target.closest("button[data-turn-to]") : null;
  if (button instanceof HTMLElement) turnTo(button.dataset.pagesOf ?? "", Number(button.dataset.turnTo));
}

export function startPager() {
  document.addEventListener("click", turned);
}
