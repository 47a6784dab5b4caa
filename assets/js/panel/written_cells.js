/** What the table's cells show. */

/**
 * The text that Python wrote beside the value of a cell, else the value itself; AG Grid calls it as `citydeckWritten`.
 * @param {{ data?: Record<string, unknown>, colDef: { field: string }, value: unknown }} params
 */
export function writtenCell({ data, colDef, value }) {
  const written = data?.[`written_${colDef.field}`];
  return written === undefined ? value : written;
}
