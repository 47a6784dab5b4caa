/**
 * How the map draws what Python sends (components/map/city_map.py names these functions `citydeck.map.*`): shapes by
 * address, values by hideout. Colours are classes of map.css.
 */
import { select, toggle } from "../view/view.js";
import { addNamedArea } from "./area_names.js";
import { element, tooltip } from "./tooltip.js";

/**
 * @typedef {object} AreaValue what shades and explains an area
 * @property {string} name
 * @property {string} value as it is written
 * @property {string} step the class of its shade, `none` without a value
 * @property {boolean} hatched
 * @property {[string, string][]} told lines of its hover label
 */

/**
 * @typedef {import("geojson").Feature<any, any>} Feature
 * @typedef {object} Context what dash-leaflet gives
 * @property {import("leaflet").Map} map
 * @property {{ values: Record<string, AreaValue>, measure: string, selected?: string, layer: string } | null} hideout
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

/** @param {Feature} feature @param {import("./area_names.js").AreaLayer} layer @param {Context} context */
export function areaBehaviour(feature, layer, context) {
  const value = valueOf(feature, context);
  if (value) {
    const measure = context.hideout?.measure ?? "";
    const label = () => tooltip(value.name, [measure, value.value], value.told);
    layer.bindTooltip(label, { sticky: true, className: "map-tip", opacity: 1 });
    layer.areaName = value.name;
  }
  layer.on({
    mouseover: () => layer.bringToFront(),
    click: () => select({ area: feature.properties.area_id }),
  });
  addNamedArea(context.map, layer);
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
    radius: 5,
    weight: 1.2,
    fillOpacity: 0.95,
    className: `point point-${state}`,
  });
}

/** @param {Feature} feature @param {import("leaflet").Layer} layer */
export function pointBehaviour(feature, layer) {
  const { cluster, name, state_word: state, told, point_id: id } = feature.properties;
  if (cluster) return;
  layer.bindTooltip(() => tooltip(name, null, [["", state], ...told]), { className: "map-tip", opacity: 1 });
  layer.on("click", () => toggle("premises", id));
}

/** @param {Feature} feature @param {import("leaflet").LatLng} position */
export function clusterMark(feature, position) {
  const count = String(feature.properties.point_count_abbreviated);
  const size = 24 + Math.min(count.length, 4) * 5;
  const html = element("span", "", count);
  return window.L.marker(position, {
    icon: window.L.divIcon({ className: "cluster", html, iconSize: [size, size] }),
    alt: count,
  });
}
