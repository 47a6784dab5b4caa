/** How several values of one dimension stand in one key of a view: the only place that knows the separator. */
const SEPARATOR = "|";

/** @param {string | null | undefined} text @returns {string[]} */
export const splitValues = (text) => (text ?? "").split(SEPARATOR).filter(Boolean);

/** @param {string[]} values @returns {string | null} null where there are none */
export const joinValues = (values) => values.join(SEPARATOR) || null;
