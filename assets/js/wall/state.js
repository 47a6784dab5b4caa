/** What a wall knows: what Python wrote into its page, and what happened since. */

/**
 * @typedef {object} Playlist
 * @property {string} key
 * @property {[number, number] | null} hours when it plays, of the city's day
 * @property {[string, number][]} slots scenes and the seconds that each is shown
 */

/**
 * @typedef {object} WallConfig what `components/wall/wall_page.py` writes
 * @property {string} city
 * @property {string[]} fleet cities that the wall shows in turn, this one first; empty for a wall of one
 * @property {string} timezone
 * @property {string} lang
 * @property {string} locale
 * @property {Playlist[]} playlists
 * @property {string | null} chosen the key of the playlist that the address names
 * @property {string | null} wall the name that the address gives this wall
 * @property {number} screen inches
 * @property {number} distance metres to the last row
 * @property {number} least pixels of the smallest type that can be read
 * @property {number} aimed pixels of the type that is aimed at
 * @property {number} root the root's size of type, as a share of the screen's height
 * @property {number} poll seconds between two looks at the server
 * @property {number} pace by how much faster than usual everything goes, for tests
 * @property {boolean} redraw whether everything is drawn at each look, for tests
 * @property {number} alertSeconds
 * @property {string} version of the program
 * @property {Record<string, string>} said sentences, with `{names}` for values
 * @property {Record<string, string>} states words for how fresh data is
 */

/**
 * @typedef {object} Source one that a scene shows
 * @property {string} name
 * @property {string} until the day it reaches to, as it is written
 * @property {number} reaches the same in seconds since 1970
 * @property {number | null} late from when it is late, in seconds since 1970; null for an archive
 * @property {number} stale
 * @property {boolean} simulated
 * @property {boolean} standsIn it answers in the place of a newer one that is damaged
 * @property {boolean} waits a newer delivery waits for a person
 */

/** @typedef {{ id: string, what: string, where: string, address: string, since: string }} Alert */

/**
 * @typedef {object} Scene
 * @property {HTMLElement} node
 * @property {string | null} tag the ETag of what it shows
 * @property {string} snapshots the ids of what it shows, as text; empty before the first answer
 * @property {Source[]} sources
 * @property {string[]} left names of what did not fit
 * @property {boolean} fits
 * @property {number} timer of its next fitting
 */

/**
 * @typedef {object} Wall times are `performance.now()` unless they say otherwise
 * @property {WallConfig} config
 * @property {number} started
 * @property {Map<string, Scene>} scenes
 * @property {Playlist} playlist
 * @property {number} slot of the playlist
 * @property {number} slotEnds
 * @property {boolean} paused
 * @property {number | null} offlineSince on the wall's own clock
 * @property {number | null} clockMoved when the machine's clock was found moved, on the wall's own clock
 * @property {Map<string, string>} drawn what each part was given last, by its id
 * @property {string} snapshots the newest ids, as text
 * @property {string | null} oldestUntil the day that the oldest data in sight reaches to
 * @property {Alert[]} queue alerts that wait for their turn
 * @property {Set<string> | null} seen ids of alerts that were there before; null until the first look
 * @property {number} alertEnds
 * @property {number} wait milliseconds until the next look
 * @property {() => void} wake look at once
 * @property {boolean} asking
 * @property {boolean} reloadWanted whether the program changed
 * @property {boolean} nextWanted whether the playlist is over and another city's turn has come
 * @property {number} stripEnds 0 while the operator's strip is hidden
 * @property {number} nextShift
 * @property {number} nextHeartbeat
 * @property {number} refreshes answers since the start
 * @property {number} changes scenes shown since the start
 */

/** @param {HTMLElement} node @returns {Scene} */
const emptyScene = (node) => ({ node, tag: null, snapshots: "", sources: [], left: [], fits: true, timer: 0 });

/** A wall that shows nothing yet. @param {HTMLElement} root @returns {Wall} */
export function newWall(root) {
  /** @type {WallConfig} */
  const config = JSON.parse(root.dataset.wall ?? "");
  const nodes = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-scene]"));
  return {
    config,
    started: performance.now(),
    scenes: new Map([...nodes].map((node) => [node.dataset.scene ?? "", emptyScene(node)])),
    playlist: { key: "", hours: null, slots: [] },
    slot: 0,
    slotEnds: 0,
    paused: false,
    offlineSince: null,
    clockMoved: null,
    drawn: new Map(),
    snapshots: "",
    oldestUntil: null,
    queue: [],
    seen: null,
    alertEnds: 0,
    wait: 0,
    wake: () => {},
    asking: false,
    reloadWanted: false,
    nextWanted: false,
    stripEnds: 0,
    nextShift: 0,
    nextHeartbeat: 0,
    refreshes: 0,
    changes: 0,
  };
}

/** The name of the scene in sight. @param {Wall} wall */
export const sceneName = (wall) => wall.playlist.slots[wall.slot][0];

/** The scene in sight. @param {Wall} wall @returns {Scene} */
export function sceneInSight(wall) {
  const scene = wall.scenes.get(sceneName(wall));
  if (!scene) throw new Error(`the page has no scene ${sceneName(wall)}`);
  return scene;
}

/** How long something takes on this wall. @param {Wall} wall @param {number} ms at the usual pace */
export const paced = (wall, ms) => ms / wall.config.pace;

/** The element of the page with that id. @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A sentence with values for its `{names}`.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (name, key) => String(values[key] ?? name));
