/**
 * The map first: until it is answered and drawn, the server is asked for nothing else of the page.
 *
 * A choice asks for a dozen answers at once, and they share the cores with the browser; what the reader looks at would
 * come last of all. Where the map takes long, the others wait no longer than LONGEST_MS.
 */
const LONGEST_MS = 400;
/** How the id of the map's layer of areas is written in the body of a request of Dash. */
const MAP_AREAS = '\\"type\\":\\"map-areas\\"';

/**
 * Call once the browser took an answer in (the next frames) and drew what it changed (it has nothing to do).
 * @param {() => void} next
 */
function afterDrawing(next) {
  const later = () => window.setTimeout(next, 0);
  const idle = window.requestIdleCallback ? () => window.requestIdleCallback(later) : later;
  window.requestAnimationFrame(() => window.requestAnimationFrame(idle));
}

/**
 * A `fetch` that sends requests of callbacks after those of the map, and everything else at once.
 * @param {typeof fetch} send
 * @param {(next: () => void) => void} drawn calls `next` when what was answered is drawn
 * @returns {typeof fetch}
 */
export function mapFirst(send, drawn = afterDrawing) {
  let mapRequests = 0;
  /** @type {(() => void)[]} */
  let waiting = [];

  const release = () => {
    const next = waiting;
    waiting = [];
    next.forEach((go) => go());
  };
  const mapAnswered = () => {
    mapRequests -= 1;
    if (mapRequests === 0) drawn(release);
  };
  return (address, options) => {
    if (!String(address).includes("/_dash-update-component")) return send(address, options);
    if (String(options?.body).includes(MAP_AREAS)) {
      mapRequests += 1;
      window.setTimeout(release, LONGEST_MS);
      return send(address, options).finally(mapAnswered);
    }
    if (mapRequests === 0) return send(address, options);
    return new Promise((resolve) => waiting.push(() => resolve(send(address, options))));
  };
}

/** Let everything that asks the server wait for the map. */
export function askMapFirst() {
  window.fetch = mapFirst(window.fetch.bind(window));
}
