/** The pages of a table: which one is shown stands in the panel's own store, and the server answers it. */
import { setProps } from "../dash.js";

/** @param {MouseEvent} event */
function turned({ target }) {
  const button = target instanceof Element ? target.closest("button[data-turn-to]") : null;
  if (!(button instanceof HTMLElement)) return;
  setProps({ type: "panel-page", key: button.dataset.pagesOf }, { data: Number(button.dataset.turnTo) });
}

export function startPager() {
  document.addEventListener("click", turned);
}
