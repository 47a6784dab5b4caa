/** The shapes of areas by their address, which names their content: each is asked for once. */

/** @typedef {import("geojson").FeatureCollection<any, any>} Shapes */

/** @type {Map<string, Shapes>} */
const known = new Map();
/** @type {Map<string, Promise<Shapes>>} */
const asked = new Map();

/** The shapes that came before; undefined where none did. @param {string} address */
export const knownShapes = (address) => known.get(address);

/** @param {string} address @param {Shapes} shapes */
export const rememberShapes = (address, shapes) => known.set(address, shapes);

/**
 * Ask for the shapes of an address. Rejects where they do not come; the next who asks tries again.
 * @param {string} address
 * @returns {Promise<Shapes>}
 */
export function askShapes(address) {
  const before = asked.get(address);
  if (before) return before;
  const asking = fetch(address)
    .then((response) => {
      if (!response.ok) throw new TypeError(`${address}: ${response.status}`);
      return response.json();
    })
    .then((shapes) => {
      rememberShapes(address, shapes);
      return shapes;
    })
    .finally(() => asked.delete(address));
  asked.set(address, asking);
  return asking;
}
