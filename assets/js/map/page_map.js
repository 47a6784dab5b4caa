/**
 * The map of the page that is open shows what the view says of it: shapes by address, values, and places. Only what
 * differs is drawn: the same areas get other classes, no other paths.
 */
import { arrange, followMap } from "./area_layers.js";
import { fitTo } from "./fit.js";
import { areaOf, areaStyle, baseStyle, contextStyle, layAreas } from "./layers.js";
import { marksOf } from "./points.js";
import { askShapes, knownShapes, rememberShapes } from "./shapes.js";

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {object} MapAnswer
 * @property {string | null} areas where the shapes of the areas are
 * @property {import("./shapes.js").Shapes} [shapes] those shapes, where they come along
 * @property {import("./layers.js").Hideout | null} values
 * @property {string | null} context where the shapes around are
 * @property {import("./points.js").Points | null} points
 */

/**
 * @typedef {object} Layers what is drawn on one map
 * @property {string | null} areas the address of the shapes
 * @property {import("leaflet").GeoJSON | null} areaGroup
 * @property {string | null} context
 * @property {import("leaflet").GeoJSON | null} contextGroup
 * @property {import("./points.js").Points | null} points
 * @property {import("leaflet").LayerGroup} pointGroup
 * @property {boolean} stale whether the places on the map are those of another answer or part of the map
 * @property {boolean} drawing whether an answer is being drawn: its places are once, when the map is where it belongs
 */

/** @type {{ map: LeafletMap | null, answer: MapAnswer | null }} */
const open = { map: null, answer: null };
/** @type {WeakMap<LeafletMap, Layers>} */
const drawn = new WeakMap();

/** A page was laid out anew: its map has no answer yet. */
export function forgetMap() {
  open.answer = null;
}

/**
 * The page's map is there, and so are its panes.
 * @param {unknown} _event
 * @param {{ map: LeafletMap }} context
 */
export function pageMap(_event, { map }) {
  open.map = map;
  drawBase(map);
  if (open.answer) draw(map, open.answer);
}

/** Land and water, whenever they come: they lie under everything. @param {LeafletMap} map */
function drawBase(map) {
  const frame = /** @type {HTMLElement | null} */ (map.getContainer().closest("[data-base]"));
  for (const [layer, address] of Object.entries(JSON.parse(frame?.dataset.base ?? "{}"))) {
    const lay = (/** @type {any} */ shapes) => {
      if (open.map !== map) return;
      const style = () => baseStyle(undefined, { hideout: { layer } });
      window.L.geoJSON(shapes, /** @type {any} */ ({ pane: "base", interactive: false, style })).addTo(map);
    };
    const known = knownShapes(address);
    if (known) lay(known);
    else askShapes(address).then(lay, window.reportError);
  }
}

/** @param {MapAnswer} answer */
export function showMap(answer) {
  open.answer = answer;
  if (answer.areas && answer.shapes) rememberShapes(answer.areas, answer.shapes);
  if (open.map?.getContainer().isConnected) draw(open.map, answer);
}

/** @param {LeafletMap} map @returns {Layers} */
function layersOf(map) {
  const known = drawn.get(map);
  if (known) return known;
  const layers = {
    areas: null,
    areaGroup: null,
    context: null,
    contextGroup: null,
    points: null,
    pointGroup: window.L.layerGroup([]).addTo(map),
    stale: false,
    drawing: false,
  };
  drawn.set(map, layers);
  followMap(map);
  // Other places are in sight, and lie nearer together or farther apart.
  map.on("moveend", () => {
    layers.stale = true;
    if (!layers.drawing) drawPoints(map, layers);
  });
  return layers;
}

/** The addresses of shapes that are not there yet. @param {MapAnswer} answer */
const missing = ({ areas, context }) =>
  /** @type {string[]} */ ([areas, context].filter((address) => address && !knownShapes(address)));

/** @param {LeafletMap} map @param {MapAnswer} answer */
function draw(map, answer) {
  const asked = missing(answer);
  if (asked.length) {
    const again = () => open.answer === answer && open.map === map && draw(map, answer);
    Promise.all(asked.map(askShapes)).then(again, window.reportError);
    return;
  }
  const layers = layersOf(map);
  layers.drawing = true;
  layers.stale ||= layers.points !== answer.points;
  layers.points = answer.points;
  if (answer.areas !== layers.areas) clearAreas(layers);
  fitTo(map, answer.values?.frame);
  drawAreas(map, layers, answer);
  drawContext(map, layers, answer.context);
  fitTo(map);
  layers.drawing = false;
  if (layers.stale) drawPoints(map, layers);
  arrange(map);
}

/** @param {Layers} layers */
function clearAreas(layers) {
  layers.areaGroup?.remove();
  layers.areaGroup = null;
  layers.areas = null;
}

/** @param {LeafletMap} map @param {Layers} layers @param {MapAnswer} answer */
function drawAreas(map, layers, { areas, values }) {
  if (!areas) return;
  const context = { map, hideout: values };
  if (layers.areaGroup) {
    layers.areaGroup.eachLayer((/** @type {any} */ layer) => {
      layer.area = areaOf(layer.feature, context);
      const style = areaStyle(layer.feature, context);
      layer.setStyle(style);
      // Leaflet gives a path its class when it is made, and never again.
      layer.options.className = style.className;
      layer.getElement()?.setAttribute("class", `${style.className} leaflet-interactive`);
    });
    return;
  }
  layers.areas = areas;
  layers.areaGroup = layAreas(/** @type {any} */ (knownShapes(areas)), context).addTo(map);
}

/** @param {LeafletMap} map @param {Layers} layers @param {string | null} context */
function drawContext(map, layers, context) {
  if (layers.context === context) return;
  layers.contextGroup?.remove();
  layers.context = context;
  const options = /** @type {any} */ ({ pane: "context", interactive: false, style: contextStyle });
  layers.contextGroup = context ? window.L.geoJSON(knownShapes(context), options).addTo(map) : null;
}

/** @param {LeafletMap} map @param {Layers} layers */
function drawPoints(map, layers) {
  const { points, pointGroup } = layers;
  layers.stale = false;
  pointGroup.clearLayers();
  const marks = points ? marksOf(map, points) : [];
  marks.forEach((mark) => pointGroup.addLayer(mark));
  followMap(map).places = marks;
}
