/**
 * The areas by the keyboard: the map is one stop; arrow keys go from area to area, each said with its value, and Enter
 * drills.
 */
import { centreOf } from "./area_names.js";
import { hideLabel, showLabel } from "./hover_label.js";

/**
 * @typedef {import("./area_layers.js").KnownArea} KnownArea
 * @typedef {{ x: number, y: number }} Place in pixels of the map
 */

/** @type {Record<string, Place>} */
const DIRECTIONS = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

/**
 * The index of the nearest place in a direction; how far it lies aside counts twice. None that way: undefined.
 * @param {Place[]} places
 * @param {number} from
 * @param {Place} direction
 */
export function nearestTo(places, from, direction) {
  const start = places[from];
  let [best, least] = [/** @type {number | undefined} */ (undefined), Infinity];
  places.forEach(({ x, y }, index) => {
    const [dx, dy] = [x - start.x, y - start.y];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (index !== from && ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < least) {
      [best, least] = [index, ahead + 2 * aside];
    }
  });
  return best;
}

/**
 * Give the zoom's buttons and the map itself the reader's words, for those who hover and those who hear.
 * @param {HTMLElement} container
 */
export function nameMap(container) {
  const frame = container.closest(".map-frame");
  const told = { ".leaflet-control-zoom-in": "zoom-in", ".leaflet-control-zoom-out": "zoom-out" };
  for (const [selector, name] of Object.entries(told)) {
    const button = container.querySelector(selector);
    const word = frame?.getAttribute(`data-${name}`);
    if (!button || !word) continue;
    button.setAttribute("title", word);
    button.setAttribute("aria-label", word);
  }
  container.setAttribute("tabindex", "0");
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", frame?.getAttribute("data-keys") ?? "");
}

/** @param {HTMLElement} container @returns {HTMLElement} */
function spokenIn(container) {
  const spoken = document.createElement("div");
  spoken.className = "visually-hidden map-said";
  spoken.setAttribute("aria-live", "assertive");
  container.append(spoken);
  return spoken;
}

/**
 * Which of the areas a key leads to: an index, undefined where it leads nowhere.
 * @param {string} key
 * @param {{ rank: number, place: Place }[]} areas
 * @param {number} at the one that is reached now, -1 for none
 * @returns {number | undefined}
 */
export function ledTo(key, areas, at) {
  const ranks = areas.map(({ rank }) => rank);
  if (key === "End") return ranks.indexOf(Math.max(...ranks));
  if (key === "Home" || at < 0) return ranks.indexOf(Math.min(...ranks));
  return nearestTo(
    areas.map(({ place }) => place),
    at,
    DIRECTIONS[key],
  );
}

/** The area of a map that the keyboard reached: it is outlined, labelled and said. */
class ReachedArea {
  /** @param {import("leaflet").Map} map @param {() => KnownArea[]} areasShown */
  constructor(map, areasShown) {
    this.map = map;
    this.areasShown = areasShown;
    this.spoken = spokenIn(map.getContainer());
    /** @type {string | null} */
    this.id = null;
  }

  outline() {
    for (const layer of this.areasShown()) {
      layer.getElement()?.classList.toggle("area-reached", layer.area.id === this.id);
    }
  }

  leave() {
    this.id = null;
    this.outline();
    hideLabel(this.map);
  }

  /** @param {KnownArea} layer */
  reach(layer) {
    this.id = layer.area.id;
    layer.bringToFront();
    this.outline();
    this.spoken.textContent = layer.area.said;
    showLabel(this.map, layer.area.label(), this.map.latLngToContainerPoint(centreOf(layer)));
  }

  /** @param {string} key @returns {boolean} whether the key meant something here */
  press(key) {
    const layers = this.areasShown().filter(({ area }) => area.said);
    const at = layers.findIndex(({ area }) => area.id === this.id);
    if (key in DIRECTIONS || key === "Home" || key === "End") {
      const areas = layers.map((layer) => ({
        rank: layer.area.rank,
        place: this.map.latLngToContainerPoint(centreOf(layer)),
      }));
      const next = ledTo(key, areas, at);
      if (next !== undefined && next >= 0) this.reach(layers[next]);
      return true;
    }
    if (at < 0) return false;
    if (key === "Enter") layers[at].area.choose();
    if (key === "Escape") this.leave();
    return key === "Enter" || key === "Escape";
  }
}

/**
 * @param {import("leaflet").Map} map
 * @param {() => KnownArea[]} areasShown
 */
export function startKeyboard(map, areasShown) {
  const container = map.getContainer();
  nameMap(container);
  const reached = new ReachedArea(map, areasShown);
  container.addEventListener("keydown", (event) => {
    if (event.target !== container || event.ctrlKey || event.altKey || event.metaKey) return;
    if (reached.press(event.key)) event.preventDefault();
    else if (event.key === "+" || event.key === "=") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
  });
  container.addEventListener("blur", () => reached.leave());
}
