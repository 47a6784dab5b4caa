/** The map fits what the view chose, and follows its panel's size, until the reader moves it. */

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("leaflet").LatLngBounds} Bounds
 * @typedef {import("./layers.js").Frame} Frame
 * @typedef {object} Fit how one map is fitted
 * @property {string} frame the frame that is fitted, as text; empty for all its areas
 * @property {Frame | undefined} wanted
 * @property {boolean} moved whether the reader moved the map since
 * @property {boolean} fitting whether it is this script that moves it now
 * @property {boolean} done
 * @property {string} size of the container when the map was last fitted to a frame
 * @property {Iterable<{ getBounds(): Bounds, _map?: LeafletMap | null }>} layers
 */

const PADDING_PX = 12;
/** Room for the buttons on the left and the scale at the bottom: nothing lies on an area. */
const BUTTONS_PX = 46;
const SCALE_PX = 26;

/** @type {WeakMap<LeafletMap, Fit>} */
const fits = new WeakMap();

/** @param {Fit["layers"]} layers */
function boundsOf(layers) {
  const bounds = window.L.latLngBounds([]);
  for (const layer of layers) if (layer._map) bounds.extend(layer.getBounds());
  return bounds;
}

/** @param {HTMLElement} container @returns {import("leaflet").FitBoundsOptions} */
function paddings(container) {
  const has = (/** @type {string} */ control) => Boolean(container.querySelector(control));
  return {
    paddingTopLeft: [has(".leaflet-control-zoom") ? BUTTONS_PX : PADDING_PX, PADDING_PX],
    paddingBottomRight: [PADDING_PX, has(".leaflet-control-scale") ? SCALE_PX : PADDING_PX],
  };
}

/**
 * Whether something can be fitted: out of sight a map has no size, and where the room around the areas is all of it
 * Leaflet reckons a zoom that is no number, and can draw nothing ever after.
 * @param {HTMLElement} container
 */
function hasRoom(container) {
  const { paddingTopLeft, paddingBottomRight } = /** @type {Record<string, number[]>} */ (paddings(container));
  const needed = paddingTopLeft.map((padding, axis) => padding + paddingBottomRight[axis]);
  return container.clientWidth > needed[0] && container.clientHeight > needed[1];
}

/** @param {HTMLElement} container */
const sizeOf = ({ clientWidth, clientHeight }) => `${clientWidth} ${clientHeight}`;

/** @param {LeafletMap} map @param {Fit} fit */
function fitNow(map, fit) {
  const container = map.getContainer();
  if (!hasRoom(container)) return;
  fit.fitting = true;
  fit.size = fit.wanted ? sizeOf(container) : ""; // without a frame there may be more areas by the next time
  // About its centre: Dash hears of each move and would bring a passing one back.
  map.invalidateSize({ animate: false });
  const bounds = fit.wanted ? window.L.latLngBounds(fit.wanted) : boundsOf(fit.layers);
  if (!fit.moved && bounds.isValid()) {
    map.fitBounds(bounds, { ...paddings(container), animate: false });
    fit.done = true;
  }
  fit.fitting = false;
}

/**
 * Fit a frame when it is another than before; a new snapshot of the same view leaves the map where the reader put it.
 * Without a frame the map shows all its areas.
 * @param {LeafletMap} map
 * @param {Frame} [frame] the one before, where none is given
 */
export function fitTo(map, frame) {
  const fit = fits.get(map);
  if (!fit) return;
  const named = frame ? JSON.stringify(frame) : fit.frame;
  if (named !== fit.frame) Object.assign(fit, { frame: named, wanted: frame, moved: false, done: false });
  if (!fit.done) fitNow(map, fit);
}

/**
 * Keep a map fitted whenever its size changes, until the reader drags or zooms.
 * @param {LeafletMap} map
 * @param {Fit["layers"]} layers
 */
export function keepFitting(map, layers) {
  const fit = { frame: "", wanted: undefined, moved: false, fitting: false, done: false, size: "", layers };
  fits.set(map, fit);
  map.on("movestart zoomstart", () => {
    if (!fit.fitting && fit.done) fit.moved = true;
  });
  // A size that was taken up when an answer was drawn is no news: fitting anew would draw places and names once more.
  const follow = () => (fit.done && fit.size === sizeOf(map.getContainer())) || fitNow(map, fit);
  new ResizeObserver(follow).observe(map.getContainer());
}
