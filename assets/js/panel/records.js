/** Records as they come from the server: their values, how these are written, and their order. */

/**
 * @typedef {object} Values of a column
 * @property {unknown[]} [plain] as they stand, a row each
 * @property {unknown[]} of each different value once
 * @property {string[]} written how each of those is written
 * @property {string[]} [exact] how each of those is written to the cent, where that is not how it stands
 * @property {number[]} rows which of those stands in each row
 *
 * @typedef {object} Column
 * @property {string} field
 * @property {string} head what stands above it
 * @property {string} word the same inside a sentence
 * @property {number} width_px at a page's usual size, for its longest cell
 * @property {boolean} [is_number]
 * @property {boolean} [is_share] its values are shares of one, and are written in per cent
 * @property {{ dimension: string, field: string }} [opens] whose page its cells lead to, and the field that has it
 *
 * @typedef {Record<string, unknown>} Row
 */

/** The rows of a table whose values come a column each. @param {Record<string, Values>} values @returns {Row[]} */
export function rowsOf(values) {
  const columns = Object.entries(values).map(([field, { plain, of, rows }]) => ({
    field,
    cells: plain ?? rows.map((place) => of[place]),
  }));
  return (columns[0]?.cells ?? []).map((_, row) =>
    Object.fromEntries(columns.map(({ field, cells }) => [field, cells[row]])),
  );
}

/** How a column's cells are written. @param {Values} values @returns {(value: unknown) => string} */
export function writerOf({ plain, of, written }) {
  if (plain) return (value) => String(value ?? "");
  const texts = new Map(of.map((value, place) => [value, written[place]]));
  return (value) => texts.get(value) ?? String(value ?? "");
}

/**
 * A column with what its cells show, and what they say when they are pointed at: amounts to the cent.
 * @param {Column} column
 * @param {Values} values
 */
export const cellsOf = (column, values) => ({
  column,
  textOf: writerOf(values),
  exactOf: values.exact ? writerOf({ ...values, written: values.exact }) : () => "",
});

/** @param {unknown} value */
export const isBlank = (value) => value === null || value === undefined || value === "";

/**
 * The rows by a column's values, numbers as numbers; what has no value comes last, however they are turned. Rows of the
 * same value keep their order.
 * @param {Row[]} rows
 * @param {string} field
 * @param {boolean} falling
 */
export function sorted(rows, field, falling) {
  const [known, none] = [true, false].map((has) => rows.filter((row) => ((row[field] ?? null) !== null) === has));
  known.sort((one, other) => {
    const [a, b] = [one[field], other[field]];
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return falling ? -order : order;
  });
  return [...known, ...none];
}
