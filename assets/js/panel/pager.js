/** The pages of a table: which one is shown stands in the panel's own store, and the server answers it. */
import { setProps } from "../dash.js";

/** @param {MouseEvent} event */
function turned({ target }) {
  const button = target instanceof Element ? target.closest("button[data-page]") : null;
  if (!(button instanceof HTMLElement)) return;
  setProps({ type: "panel-page", key: button.dataset.panel }, { data: Number(button.dataset.page) });
}

export function startPager() {
  document.addEventListener("click", turned);
}
