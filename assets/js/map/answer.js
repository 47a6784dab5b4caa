/** What a view says of the map: shapes by address, values (with the frame that the map fits), and places. */
import { setProps } from "../dash.js";

/** Properties that each layer was given last, by its id and name: what is the same is not drawn again. */
const given = new Map();

/** @param {{ type: string, page: string }} id @param {Record<string, unknown>} props */
function give(id, props) {
  const changed = Object.entries(props).filter(([name, value]) => {
    const [key, text] = [`${id.type} ${id.page} ${name}`, JSON.stringify(value)];
    if (given.get(key) === text) return false;
    given.set(key, text);
    return true;
  });
  if (changed.length) setProps(id, Object.fromEntries(changed));
}

/** A page was laid out anew: its layers have nothing. */
export const forgetMap = () => given.clear();

/**
 * @param {string} page its key
 * @param {{ areas: unknown, values: unknown, context: unknown, points: unknown }} answer
 */
export function showMap(page, { areas, values, context, points }) {
  // The values go with the address: what comes while shapes are on their way would be lost.
  give({ type: "map-areas", page }, { url: areas, hideout: values });
  give({ type: "map-context", page }, { url: context });
  give({ type: "map-points", page }, { data: points });
}
