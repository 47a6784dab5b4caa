/**
 * How the map draws what Python sends (components/map/city_map.py names these functions `citydeck.map.*`): shapes by
 * address, values by hideout. Colours are classes of map.css.
 */
import { select } from "../view/view.js";
import { addArea, followMap } from "./area_layers.js";
import { listen } from "./pointing.js";
import { tooltip } from "./tooltip.js";

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
 * @property {string} [opens] where a click leads, `{}` standing for the area's id; without it a click chooses
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

/** @param {string} id of an area @param {string} [opens] */
function choose(id, opens) {
  if (opens) window.location.assign(opens.replace("{}", () => encodeURIComponent(id)));
  else select({ area: id });
}

/** What the map knows of the area of a shape. @param {Feature} feature @param {Context} context */
export function areaOf(feature, context) {
  const value = valueOf(feature, context);
  const measure = context.hideout?.measure ?? "";
  return {
    id: feature.properties.area_id,
    name: value?.name ?? "",
    rank: value?.rank ?? Infinity,
    valued: Boolean(value && value.step !== "none"),
    said: value ? `${value.name}: ${measure} ${value.value}` : "",
    label: () => (value ? tooltip(value.name, [measure, value.value], value.told) : null),
    choose: () => choose(feature.properties.area_id, context.hideout?.opens),
    style: areaStyle(feature, context),
  };
}

/** @param {Feature} feature @param {import("./area_layers.js").AreaLayer} layer @param {Context} context */
export function areaBehaviour(feature, layer, context) {
  layer.area = areaOf(feature, context);
  addArea(context.map, layer, context.hideout?.frame);
}

export const contextStyle = () => ({ className: "context", weight: 1.4, fill: false, opacity: 1 });

/** @param {unknown} _feature @param {{ hideout: { layer: string } | Hideout | null }} context */
export const baseStyle = (_feature, context) => ({
  className: `base base-${context.hideout?.layer}`,
  weight: 0.6,
  fillOpacity: 1,
});

/**
 * The areas of these shapes as a layer; what the map does with all of them is for whoever lays them.
 * @param {import("geojson").FeatureCollection<any, any>} shapes
 * @param {Context} context
 */
export function layAreas(shapes, context) {
  const { layers } = followMap(context.map);
  return window.L.geoJSON(shapes, {
    pane: "areas",
    style: (feature) => areaStyle(/** @type {Feature} */ (feature), context),
    onEachFeature: (feature, /** @type {any} */ layer) => {
      layer.area = areaOf(feature, context);
      listen(context.map, layer, () => layer.area);
      layers.add(layer);
    },
  });
}
