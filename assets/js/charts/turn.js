/**
 * Turns a ranking: its rows come in several orders, of which one is shown. Which one is the panel's, so an answer that
 * comes anew is shown in the same order.
 */
import { DRAWN } from "../view/page_parts.js";

/** @param {HTMLElement} panel */
function showOrder(panel) {
  const turn = panel.querySelector("[data-turn]");
  const orders = turn instanceof HTMLElement ? (turn.dataset.turn ?? "").split(" ") : [];
  const order = orders.includes(panel.dataset.order ?? "") ? panel.dataset.order : orders[0];
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    panel.querySelectorAll(".ranking :is([data-rows], [data-order])")
  )) {
    const isShown = (part.dataset.rows ?? part.dataset.order) === order;
    part.hidden = !isShown;
    part.classList.toggle("turned", isShown);
  }
}

/** The order after this one. @param {string[]} orders @param {string | undefined} order */
export const nextOrder = (orders, order) => orders[(orders.indexOf(order ?? orders[0]) + 1) % orders.length];

/** @param {MouseEvent} event */
function clicked({ target }) {
  const turn = target instanceof Element ? target.closest("[data-turn]") : null;
  const panel = turn?.closest(".panel");
  if (!(turn instanceof HTMLElement) || !(panel instanceof HTMLElement)) return;
  panel.dataset.order = nextOrder((turn.dataset.turn ?? "").split(" "), panel.dataset.order);
  showOrder(panel);
}

/** @param {Event} event */
function drawn({ target }) {
  const panel = target instanceof Element ? target.closest(".panel[data-order]") : null;
  if (panel instanceof HTMLElement) showOrder(panel);
}

export function startTurning() {
  document.addEventListener("click", clicked);
  document.addEventListener(DRAWN, drawn);
}
