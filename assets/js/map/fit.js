/** The panel of a map grows while its page is filled: the map follows, until the reader moves it. */

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("leaflet").LatLngBounds} Bounds
 */

const PADDING_PX = 12;

/**
 * Give the zoom's buttons the reader's words, for those who hover and those who hear.
 * @param {HTMLElement} container
 */
export function nameZoomButtons(container) {
  const frame = container.closest(".map-frame");
  for (const way of ["in", "out"]) {
    const button = container.querySelector(`.leaflet-control-zoom-${way}`);
    const word = frame?.getAttribute(`data-zoom-${way}`);
    if (!button || !word) continue;
    button.setAttribute("title", word);
    button.setAttribute("aria-label", word);
  }
}

/**
 * How far a narrow city moves to the left, so that the legend does not lie on it: no farther than there is room.
 * @param {{ left: number, right: number }} city its sides, in pixels from the left of the map
 * @param {{ map: number, legend: number }} widths
 */
export function shiftFromLegend(city, widths) {
  const room = city.left - PADDING_PX;
  const covered = city.right - (widths.map - widths.legend - 2 * PADDING_PX);
  return Math.max(0, Math.min(room, covered));
}

/** @param {LeafletMap} map @param {Bounds} bounds */
function clearLegend(map, bounds) {
  const legend = map.getContainer().parentElement?.parentElement?.querySelector(".map-legend");
  if (!(legend instanceof HTMLElement) || window.getComputedStyle(legend).position !== "absolute") return;
  const [left, right] = [bounds.getSouthWest(), bounds.getNorthEast()].map(
    (corner) => map.latLngToContainerPoint(corner).x,
  );
  const shift = shiftFromLegend({ left, right }, { map: map.getSize().x, legend: legend.offsetWidth });
  if (shift > 0) map.panBy([shift, 0], { animate: false });
}

/** @param {Iterable<{ getBounds(): Bounds, _map?: LeafletMap | null }>} layers */
function boundsOf(layers) {
  const bounds = window.L.latLngBounds([]);
  for (const layer of layers) if (layer._map) bounds.extend(layer.getBounds());
  return bounds;
}

/**
 * Show all layers whenever the map's size changes, until the reader drags or zooms.
 * @param {LeafletMap} map
 * @param {Set<{ getBounds(): Bounds, _map?: LeafletMap | null }>} layers
 */
export function keepFitting(map, layers) {
  const container = map.getContainer();
  let moved = false;
  map.on("dragstart", () => {
    moved = true;
  });
  container.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".leaflet-control-zoom")) moved = true;
  });
  new ResizeObserver(() => {
    if (!container.clientWidth || !container.clientHeight) return; // out of sight: it has no size to fit
    // About its centre: Dash hears of each move and would bring a passing one back.
    map.invalidateSize({ animate: false });
    const bounds = boundsOf(layers);
    if (moved || !bounds.isValid()) return;
    map.fitBounds(bounds, { padding: [PADDING_PX, PADDING_PX], animate: false });
    clearLegend(map, bounds);
  }).observe(container);
}
