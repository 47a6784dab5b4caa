/** Names stand on the areas that are large enough on the screen; they are set once all areas are drawn. */
import { keepFitting, nameZoomButtons } from "./fit.js";
import { namesThatFit } from "./name_places.js";
import { element } from "./tooltip.js";

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("leaflet").Polygon} Polygon
 * @typedef {Polygon & { areaName?: string, _map?: LeafletMap | null }} AreaLayer `_map` is Leaflet's: the map it is on
 */

/**
 * @typedef {object} NamedAreas the areas of one map
 * @property {Set<AreaLayer>} layers
 * @property {import("leaflet").LayerGroup} names
 * @property {number} timer
 */

/** Long enough for the areas that come with this one. */
const SETTLED_MS = 60;
/** @type {WeakMap<LeafletMap, NamedAreas>} */
const areasOf = new WeakMap();

/** Name an area of the map, where its name fits. @param {LeafletMap} map @param {AreaLayer} layer */
export function addNamedArea(map, layer) {
  const areas = areasOf.get(map) ?? follow(map);
  areas.layers.add(layer);
  schedule(map, areas);
}

/** @param {LeafletMap} map @returns {NamedAreas} */
function follow(map) {
  const areas = { layers: new Set(), names: window.L.layerGroup([], { pane: "labels" }).addTo(map), timer: 0 };
  areasOf.set(map, areas);
  nameZoomButtons(map.getContainer());
  map.on("zoomend resize", () => schedule(map, areas));
  keepFitting(map, areas.layers);
  return areas;
}

/** @param {LeafletMap} map @param {NamedAreas} areas */
function schedule(map, areas) {
  window.clearTimeout(areas.timer);
  areas.timer = window.setTimeout(() => drawNames(map, areas), SETTLED_MS);
}

/**
 * Where an area's name stands: Leaflet's own centre is that of an area's first part, which may be its smaller one.
 * @param {AreaLayer} layer
 */
function centreOf(layer) {
  const inside = layer.feature?.properties.centre;
  return inside ? window.L.latLng(inside) : layer.getBounds().getCenter();
}

/** @param {LeafletMap} map @param {AreaLayer} layer */
function candidate(map, layer) {
  const bounds = layer.getBounds();
  const [low, high] = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) => map.latLngToLayerPoint(corner));
  const position = centreOf(layer);
  return {
    name: layer.areaName ?? "",
    position,
    width: high.x - low.x,
    height: low.y - high.y,
    centre: map.latLngToLayerPoint(position),
  };
}

/** @param {LeafletMap} map @param {NamedAreas} areas */
function drawNames(map, { layers, names }) {
  names.clearLayers();
  layers.forEach((layer) => {
    if (!layer._map) layers.delete(layer);
  });
  const named = [...layers].filter((layer) => layer.areaName).map((layer) => candidate(map, layer));
  const zoom = parseFloat(window.getComputedStyle(document.documentElement).fontSize) / 16;
  for (const { name, position } of namesThatFit(named, zoom)) {
    const icon = window.L.divIcon({ className: "area-name", html: element("span", "", name), iconSize: undefined });
    window.L.marker(position, { icon, interactive: false, keyboard: false, pane: "labels" }).addTo(names);
  }
}
