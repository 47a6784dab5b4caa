/** Single places on the map: near ones are one mark until the reader comes closer. */
import { openPageOf } from "../view/own_page.js";
import { toggle } from "../view/view.js";
import { gathered } from "./clusters.js";
import { hideLabel, showLabel } from "./hover_label.js";
import { element, tooltip } from "./tooltip.js";

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("./area_layers.js").Mark} Mark
 * @typedef {object} Told what a column says of each place
 * @property {string} word
 * @property {string[]} texts each text that occurs
 * @property {number[]} at the index in `texts` of each place
 * @typedef {object} Points places by columns, as components/map/points.py sends them
 * @property {string[]} ids
 * @property {string[]} names
 * @property {number[]} lats
 * @property {number[]} longs
 * @property {string[]} states
 * @property {Record<string, string>} words of the states
 * @property {Told[]} told
 * @property {string} [selects] the dimension of which a click chooses a value
 * @property {"ids" | "names"} [values] where those values stand
 */

/** Nearer than this, four or more places are one mark, below the zoom at which each is drawn. */
const RADIUS_PX = 28;
const LEAST = 4;
const EACH_ZOOM = 15;
/** How much of the map's own size beyond its edges is drawn, so that a small move shows what was there. */
const AROUND = 0.2;

/** By how much the page's type is larger than usual: marks grow with what is written in them. */
const growth = () => parseFloat(window.getComputedStyle(document.documentElement).fontSize) / 16 || 1;

/** @param {Points} points @param {number} index */
function labelOf({ names, states, words, told }, index) {
  const lines = told.map(({ word, texts, at }) => /** @type {[string, string]} */ ([word, texts[at[index]]]));
  return tooltip(names[index], null, [["", words[states[index]] ?? ""], ...lines]);
}

/** @param {Points} points @param {number} index */
function chooses(points, index) {
  if (!points.selects) return;
  const value = points[points.values ?? "ids"][index];
  if (!openPageOf(points.selects, value)) toggle(points.selects, value);
}

/** The mark of one place. @param {LeafletMap} map @param {Points} points @param {number} index @returns {Mark} */
function single(map, points, index) {
  const state = String(points.states[index] || "none").replace(/[^a-z0-9_-]/gi, "");
  const mark = window.L.circleMarker([points.lats[index], points.longs[index]], {
    // Leaflet draws a mark in its own pane unless the mark itself names one (issue 4277 of Leaflet).
    pane: "points",
    radius: 5 * growth(),
    weight: 1.2,
    fillOpacity: 0.95,
    className: `point point-${state}`,
  });
  mark.on({
    mouseover: ({ containerPoint }) => showLabel(map, labelOf(points, index), containerPoint),
    mouseout: () => hideLabel(map),
    remove: () => hideLabel(map),
    click: () => chooses(points, index),
  });
  return /** @type {any} */ (mark);
}

/** How a count is written in a mark: 1.2k for 1,234. @param {number} count */
export const shortCount = (count) =>
  count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10000 ? 1 : 0)}k`;

/**
 * The mark of several places: a click comes closer to them.
 * @param {LeafletMap} map
 * @param {Points} points
 * @param {number[]} indexes
 * @returns {Mark}
 */
function several(map, { lats, longs }, indexes) {
  const count = shortCount(indexes.length);
  const size = (14 + Math.min(count.length, 4) * 4) * growth();
  const mean = (/** @type {number[]} */ values) =>
    indexes.reduce((sum, index) => sum + values[index], 0) / indexes.length;
  const mark = window.L.marker([mean(lats), mean(longs)], {
    pane: "points",
    // A page is no walk from bubble to bubble: places are reached by their list, areas by the arrow keys.
    keyboard: false,
    icon: window.L.divIcon({ className: "cluster", html: element("span", "", count), iconSize: [size, size] }),
    alt: count,
  });
  const bounds = () => window.L.latLngBounds(indexes.map((index) => [lats[index], longs[index]]));
  mark.on({ click: () => map.fitBounds(bounds().pad(0.1), { maxZoom: EACH_ZOOM + 1, animate: false }) });
  return /** @type {any} */ (mark);
}

/**
 * The marks of the places in sight.
 * @param {LeafletMap} map
 * @param {Points} points
 * @returns {Mark[]}
 */
export function marksOf(map, points) {
  const seen = map.getBounds().pad(AROUND);
  const inSight = points.ids
    .map((_, index) => index)
    .filter((index) => seen.contains([points.lats[index], points.longs[index]]));
  if (map.getZoom() > EACH_ZOOM) return inSight.map((index) => single(map, points, index));
  const places = inSight.map((index) => map.project([points.lats[index], points.longs[index]]));
  return gathered(places, RADIUS_PX * growth(), LEAST).map((mark) =>
    mark.length > 1
      ? several(
          map,
          points,
          mark.map((each) => inSight[each]),
        )
      : single(map, points, inSight[mark[0]]),
  );
}
