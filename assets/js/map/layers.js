/**
 * How the map draws what Python sends (components/map/city_map.py names these functions `citydeck.map.*`): shapes by
 * address, values by hideout. Colours are classes of map.css.
 */
import { openPageOf } from "../view/own_page.js";
import { select, toggle } from "../view/view.js";
import { addArea, addPlace } from "./area_layers.js";
import { hideLabel, showLabel } from "./hover_label.js";
import { element, tooltip } from "./tooltip.js";

/**
 * @typedef {object} AreaValue what shades and explains an area
 * @property {string} name
 * @property {string} value as it is written
 * @property {string} step the class of its shade, `none` without a value
 * @property {boolean} hatched
 * @property {number} rank 0 for the highest value; areas without one come last
 * @property {[string, string][]} told lines of its hover label
 */

/**
 * @typedef {import("geojson").Feature<any, any>} Feature
 * @typedef {[[number, number], [number, number]]} Frame south-west and north-east of what the map fits
 * @typedef {object} Hideout
 * @property {Record<string, AreaValue>} values by area id
 * @property {string} measure
 * @property {string} [selected] id of the chosen area
 * @property {Frame} [frame]
 * @property {string} layer
 * @typedef {object} Context what dash-leaflet gives
 * @property {import("leaflet").Map} map
 * @property {Hideout | null} hideout
 */

/** @param {Feature} feature @param {Context} context @returns {AreaValue | undefined} */
const valueOf = (feature, { hideout }) => hideout?.values[feature.properties.area_id];

/** @param {Feature} feature @param {Context} context */
export function areaStyle(feature, context) {
  const value = valueOf(feature, context);
  const step = value?.step ?? "none";
  const selected = context.hideout?.selected === feature.properties.area_id;
  const classes = [
    "area",
    value?.hatched ? `area-hatched-${step}` : `area-${step}`,
    ...(selected ? ["area-selected"] : []),
  ];
  return { className: classes.join(" "), weight: selected ? 2.5 : 0.8, fillOpacity: 1, opacity: 1 };
}

/** @param {Feature} feature @param {import("./area_layers.js").AreaLayer} layer @param {Context} context */
export function areaBehaviour(feature, layer, context) {
  const value = valueOf(feature, context);
  const measure = context.hideout?.measure ?? "";
  layer.area = {
    id: feature.properties.area_id,
    name: value?.name ?? "",
    rank: value?.rank ?? Infinity,
    valued: Boolean(value && value.step !== "none"),
    said: value ? `${value.name}: ${measure} ${value.value}` : "",
    label: () => (value ? tooltip(value.name, [measure, value.value], value.told) : null),
    choose: () => select({ area: feature.properties.area_id }),
    style: areaStyle(feature, context),
  };
  addArea(context.map, layer, context.hideout?.frame);
}

export const contextStyle = () => ({ className: "context", weight: 1.4, fill: false, opacity: 1 });

/** @param {Feature} _feature @param {Context} context */
export const baseStyle = (_feature, context) => ({
  className: `base base-${context.hideout?.layer}`,
  weight: 0.6,
  fillOpacity: 1,
});

/** @param {Feature} feature @param {import("leaflet").LatLng} position */
export function pointMark(feature, position) {
  const state = String(feature.properties.state || "none").replace(/[^a-z0-9_-]/gi, "");
  return window.L.circleMarker(position, {
    // Leaflet draws a mark in its own pane unless the mark itself names one (issue 4277 of Leaflet).
    pane: "points",
    radius: 5,
    weight: 1.2,
    fillOpacity: 0.95,
    className: `point point-${state}`,
  });
}

/** @param {Feature} feature @param {import("leaflet").Layer} layer @param {Context} context */
export function pointBehaviour(feature, layer, { map }) {
  const { cluster, name, state_word: state, told, selects, value } = feature.properties;
  addPlace(map, layer);
  if (cluster) return;
  const label = () => tooltip(name, null, [["", state], ...told]);
  layer.on({
    mouseover: (/** @type {import("leaflet").LeafletMouseEvent} */ { containerPoint }) =>
      showLabel(map, label(), containerPoint),
    mouseout: () => hideLabel(map),
    remove: () => hideLabel(map),
    click: () => {
      if (selects && !openPageOf(selects, value)) toggle(selects, value);
    },
  });
}

/** @param {Feature} feature @param {import("leaflet").LatLng} position */
export function clusterMark(feature, position) {
  const count = String(feature.properties.point_count_abbreviated);
  const size = 14 + Math.min(count.length, 4) * 4;
  const html = element("span", "", count);
  return window.L.marker(position, {
    pane: "points",
    // A page is no walk from bubble to bubble: places are reached by their list, areas by the arrow keys.
    keyboard: false,
    icon: window.L.divIcon({ className: "cluster", html, iconSize: [size, size] }),
    alt: count,
  });
}
