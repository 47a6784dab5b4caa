/** The areas of each map: what is done with all of them once they are drawn, and again whenever the map moves. */
import { drawNames } from "./area_names.js";
import { fitTo, keepFitting } from "./fit.js";
import { startKeyboard } from "./keyboard.js";
import { listen } from "./pointing.js";
import { drawSmallMarks } from "./small_areas.js";
import { twoFingers } from "./touch.js";

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("leaflet").Polygon} Polygon
 * @typedef {object} Area what the map knows of one of its areas
 * @property {string} id
 * @property {string} name
 * @property {number} rank 0 for the highest value
 * @property {boolean} valued whether it has a value
 * @property {string} said its name and value, for those who hear
 * @property {() => HTMLElement | null} label
 * @property {() => void} choose
 * @property {import("leaflet").PathOptions} style
 * @typedef {Polygon & { area?: Area, _map?: LeafletMap | null }} AreaLayer `_map` is Leaflet's: the map it is on
 * @typedef {AreaLayer & { area: Area }} KnownArea
 * @typedef {import("leaflet").Marker & { options: any, _map?: LeafletMap | null }} Mark of a place or of several
 */

/**
 * @typedef {object} Areas the areas of one map
 * @property {Set<AreaLayer>} layers
 * @property {Mark[]} places
 * @property {import("leaflet").LayerGroup} names
 * @property {import("leaflet").LayerGroup} marks
 * @property {number} timer
 */

/** Long enough for the areas that come with this one. */
const SETTLED_MS = 60;
/** @type {WeakMap<LeafletMap, Areas>} */
const areasOf = new WeakMap();

/**
 * Know an area of the map: it is named where there is room, hovered, chosen, reached by keys, never too small to hit.
 * @param {LeafletMap} map
 * @param {AreaLayer} layer
 * @param {import("./layers.js").Frame} [frame] what the map fits
 */
export function addArea(map, layer, frame) {
  followMap(map).layers.add(layer);
  listen(map, layer, () => layer.area);
  fitTo(map, frame);
  schedule(map);
}

/** The areas that are on a map now, and known by name or value. @param {LeafletMap} map @returns {KnownArea[]} */
export function shownAreas(map) {
  const layers = [...(areasOf.get(map)?.layers ?? [])];
  return /** @type {KnownArea[]} */ (layers.filter((layer) => layer._map && layer.area));
}

/** What is known of a map's areas: nothing yet of one that nobody followed. @param {LeafletMap} map @returns {Areas} */
export function followMap(map) {
  const known = areasOf.get(map);
  if (known) return known;
  const areas = {
    layers: new Set(),
    places: [],
    names: window.L.layerGroup([]).addTo(map),
    marks: window.L.layerGroup([]).addTo(map),
    timer: 0,
  };
  areasOf.set(map, areas);
  map.on("zoomend resize moveend", () => schedule(map));
  keepFitting(map, areas.layers);
  if (map.getContainer().closest(".map-frame")) {
    startKeyboard(map, () => shownAreas(map));
    twoFingers(map);
  }
  return areas;
}

/** Arrange the map once what comes with this is there. @param {LeafletMap} map */
function schedule(map) {
  const areas = followMap(map);
  window.clearTimeout(areas.timer);
  areas.timer = window.setTimeout(() => arrange(map), SETTLED_MS);
}

/** Fit the map, name its areas, and mark those too small to be hit. @param {LeafletMap} map */
export function arrange(map) {
  const areas = followMap(map);
  window.clearTimeout(areas.timer);
  areas.layers.forEach((layer) => {
    if (!layer._map) areas.layers.delete(layer);
  });
  fitTo(map);
  const shown = shownAreas(map);
  drawSmallMarks(map, shown, areas.marks);
  drawNames(map, shown, areas.names, areas.places);
}
