/** The label of what is pointed at: one a map, always whole inside it, whatever lies under the pointer. */

/** @typedef {{ x: number, y: number }} Place in pixels of the map */

const FROM_POINTER_PX = 14;
const FROM_EDGE_PX = 4;

/**
 * Where a label stands: right of the pointer and a little higher, or left of it where there is no room; inside the map.
 * @param {Place} pointer
 * @param {Place} label its width and height
 * @param {Place} map its width and height
 * @returns {Place} of its corner at the top left
 */
export function labelPlace(pointer, label, map) {
  const right = pointer.x + FROM_POINTER_PX;
  const x = right + label.x + FROM_EDGE_PX <= map.x ? right : pointer.x - FROM_POINTER_PX - label.x;
  const inside = (/** @type {number} */ at, /** @type {number} */ length, /** @type {number} */ room) =>
    Math.max(FROM_EDGE_PX, Math.min(at, room - length - FROM_EDGE_PX));
  return { x: inside(x, label.x, map.x), y: inside(pointer.y - label.y / 2, label.y, map.y) };
}

/** @param {HTMLElement} container */
const labelIn = (container) => /** @type {HTMLElement | null} */ (container.querySelector(":scope > .map-tip"));

/**
 * @param {import("leaflet").Map} map
 * @param {HTMLElement | null} content null shows none
 * @param {Place} pointer
 */
export function showLabel(map, content, pointer) {
  if (!content) return hideLabel(map);
  const container = map.getContainer();
  let label = labelIn(container);
  if (!label) {
    label = document.createElement("div");
    label.className = "map-tip";
    container.append(label);
  }
  label.replaceChildren(content);
  const { offsetWidth: x, offsetHeight: y } = label;
  const place = labelPlace(pointer, { x, y }, { x: container.clientWidth, y: container.clientHeight });
  label.style.transform = `translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)`;
}

/** @param {import("leaflet").Map} map */
export function hideLabel(map) {
  labelIn(map.getContainer())?.remove();
}
