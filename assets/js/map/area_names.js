/** Names on the map: those of the highest values first, inside their area, or in white space beside it. */
import { coveredBy } from "./covered.js";
import { placeNames } from "./name_places.js";
import { isSame } from "./same.js";
import { element } from "./tooltip.js";

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("./area_layers.js").KnownArea} KnownArea
 * @typedef {import("./area_layers.js").Mark} Mark
 */

/**
 * Where an area's name stands: Leaflet's own centre is that of an area's first part, which may be its smaller one.
 * @param {KnownArea} layer
 */
export function centreOf(layer) {
  const inside = layer.feature?.properties.centre;
  return inside ? window.L.latLng(inside) : layer.getBounds().getCenter();
}

/** @param {LeafletMap} map @param {KnownArea} layer */
function candidate(map, layer) {
  const bounds = layer.getBounds();
  const low = map.latLngToContainerPoint(bounds.getSouthWest());
  const high = map.latLngToContainerPoint(bounds.getNorthEast());
  return {
    name: layer.area.name,
    rank: layer.area.rank,
    valued: layer.area.valued,
    box: { left: low.x, right: high.x, top: high.y, bottom: low.y },
    centre: map.latLngToContainerPoint(centreOf(layer)),
  };
}

/** Half the width of a mark of a place, in pixels: of a bubble by its icon, of a single place by its radius. */
const halfOf = (/** @type {Mark} */ { options }) =>
  (options.icon?.options.iconSize?.[0] ?? 2 * (options.radius ?? 0)) / 2;

/** @param {LeafletMap} map @param {Iterable<Mark>} places */
function boxesOf(map, places) {
  return [...places].map((mark) => {
    const [{ x, y }, half] = [map.latLngToContainerPoint(mark.getLatLng()), halfOf(mark)];
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  });
}

/** What the map's own buttons and its scale cover. @param {LeafletMap} map */
function controlsOf(map) {
  const room = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
    const { left, right, top, bottom } = control.getBoundingClientRect();
    return { left: left - room.left, right: right - room.left, top: top - room.top, bottom: bottom - room.top };
  });
}

/**
 * @param {LeafletMap} map
 * @param {KnownArea[]} layers
 * @param {import("leaflet").LayerGroup} names
 * @param {Iterable<Mark>} places that no name lies on
 */
export function drawNames(map, layers, names, places) {
  const zoom = parseFloat(window.getComputedStyle(document.documentElement).fontSize) / 16;
  const covers = coveredBy(layers.flatMap(({ feature }) => (feature ? [feature.geometry] : [])));
  const isWhite = (/** @type {number} */ x, /** @type {number} */ y) => {
    const { lat, lng } = map.containerPointToLatLng([x, y]);
    return !covers(lng, lat);
  };
  const named = layers.filter(({ area }) => area.name).map((layer) => candidate(map, layer));
  const ground = { size: map.getSize(), isWhite, marks: [...boxesOf(map, places), ...controlsOf(map)] };
  const placed = placeNames(named, zoom, ground).map(({ name, x, y }) => ({
    name,
    at: map.containerPointToLatLng([x, y]),
  }));
  if (isSame(names, JSON.stringify(placed))) return;
  names.clearLayers();
  for (const { name, at } of placed) {
    const icon = window.L.divIcon({ className: "area-name", html: element("span", "", name), iconSize: undefined });
    window.L.marker(at, { icon, interactive: false, keyboard: false, pane: "labels" }).addTo(names);
  }
}
