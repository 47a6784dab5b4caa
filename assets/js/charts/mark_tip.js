/**
 * What is said of a mark of an HTML figure, beside the pointer or below the mark that has the focus: a row's name and
 * value, and the lines of `data-tip`. Escape, or leaving, takes it away.
 */

const GAP_PX = 12;

/** The lines that are said of a mark, the first its name. @param {Element} mark @returns {string[]} */
export function linesOf(mark) {
  const lines = (mark.getAttribute("data-tip") ?? "").split("\n").filter(Boolean);
  const name = mark.querySelector("th[scope='row']")?.textContent;
  if (!name) return lines;
  const heads = [...(mark.closest("table")?.querySelectorAll("thead th") ?? [])];
  const values = [...mark.querySelectorAll("td > div")].map((each) => each.textContent ?? "");
  // Of two bars of a row each belongs to a name in the legend.
  const legend = [...(mark.closest(".ranking")?.querySelectorAll(".figure-legend li") ?? [])];
  const words = values.length > 1 ? legend : [heads.at(-1)];
  return [name, ...values.map((value, index) => `${words[index]?.textContent ?? ""}: ${value}`), ...lines];
}

/**
 * Where a box of that size stands beside a point: to its right and below, or on the other side where there is no room.
 * @param {{ x: number, y: number }} point
 * @param {{ width: number, height: number }} box
 * @param {{ width: number, height: number }} room
 */
export function placeBeside({ x, y }, box, room) {
  const beside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ end) =>
    Math.max(4, at + GAP_PX + size <= end - 4 ? at + GAP_PX : at - GAP_PX - size);
  return { left: beside(x, box.width, room.width), top: beside(y, box.height, room.height) };
}

/** @type {HTMLElement | null} */
let shown = null;
/** @type {Element | null} */
let told = null;

/** Say nothing any more. */
export function hideTip() {
  shown?.remove();
  told = null;
}

/** @param {Element} mark @param {{ x: number, y: number }} point */
function show(mark, point) {
  if (told === mark) place(point);
  else showTip(linesOf(mark), point);
  told = mark;
}

/**
 * Say these lines beside a point of the window.
 * @param {(string | Node[])[]} lines
 * @param {{ x: number, y: number }} point
 */
export function showTip(lines, point) {
  shown ??= Object.assign(document.createElement("div"), { className: "mark-tip" });
  shown.setAttribute("aria-hidden", "true");
  shown.replaceChildren(
    ...lines.map((line) => {
      const said = document.createElement("div");
      said.append(...[line].flat());
      return said;
    }),
  );
  document.body.append(shown);
  told = null;
  place(point);
}

/** @param {{ x: number, y: number }} point */
function place(point) {
  if (!shown) return;
  const { left, top } = placeBeside(point, shown.getBoundingClientRect(), {
    width: document.documentElement.clientWidth,
    height: window.innerHeight,
  });
  shown.style.transform = `translate(${left}px, ${top}px)`;
}

/** The mark that an event is about. @param {Event} event */
const markOf = ({ target }) =>
  target instanceof Element ? target.closest(".figure [data-tip], .figure .bars tbody tr") : null;

/** @param {PointerEvent} event */
function pointed(event) {
  const mark = markOf(event);
  if (mark) show(mark, { x: event.clientX, y: event.clientY });
  else if (told && !told.contains(document.activeElement)) hideTip();
}

/** @param {FocusEvent} event */
function focused(event) {
  const mark = markOf(event);
  if (!mark || !(event.target instanceof Element) || !event.target.matches(":focus-visible")) return;
  const { left, bottom } = mark.getBoundingClientRect();
  show(mark, { x: left + GAP_PX, y: bottom - GAP_PX / 2 });
}

export function startMarkTips() {
  document.addEventListener("pointermove", pointed);
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", hideTip);
  document.addEventListener("scroll", hideTip, { capture: true, passive: true });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hideTip();
  });
}
