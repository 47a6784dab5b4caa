/** On a phone one finger scrolls the page; two move the map, and zoom it. A mouse drags as it always did. */

/**
 * Leaflet's dragging takes the first finger: it rests while fingers are on the map, and its zoom by two moves it.
 * @param {import("leaflet").Map} map
 */
export function twoFingers(map) {
  const container = map.getContainer();
  const listening = { capture: true, passive: true };
  container.addEventListener("touchstart", () => map.dragging.disable(), listening);
  const lifted = (/** @type {TouchEvent} */ { touches }) => {
    if (!touches.length) map.dragging.enable();
  };
  container.addEventListener("touchend", lifted, listening);
  container.addEventListener("touchcancel", lifted, listening);
}
