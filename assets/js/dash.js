/** Dash's own interface in the browser. */

/** The value by which a callback says that an output stays as it is. @returns {unknown} */
export const noUpdate = () => window.dash_clientside.no_update;

/**
 * Give a component of the page other properties.
 * @type {(id: string | object, props: Record<string, unknown>) => void}
 */
export const setProps = (id, props) => window.dash_clientside.set_props(id, props);

/** An id as Dash writes it: its keys in order. @param {Record<string, unknown>} id */
const written = (id) => JSON.stringify(id, Object.keys(id).sort());

/**
 * The places in `ids` of the components whose change called the callback under way.
 * @param {Record<string, unknown>[]} ids
 * @returns {number[]}
 */
export function triggeredIndexes(ids) {
  const { triggered } = window.dash_clientside.callback_context;
  return [...ids.keys()].filter((index) => triggered.some(({ prop_id }) => prop_id.startsWith(written(ids[index]))));
}
