/**
 * Asks the server for parts of a view, and reads the lines of its answer as they come.
 * @import { View } from "./address.js"
 */

/** Parts whose answer depends on the measure of the map. */
const MEASURED = ["map"];

/** What of a view decides the answer of such parts. @param {View} view @param {string[]} names */
function deciding(view, names) {
  const { measure, ...rest } = view;
  return measure && names.some((name) => MEASURED.includes(name)) ? view : rest;
}

/** @param {View} view */
const sorted = (view) => Object.entries(view).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * What decides the answer of one part.
 * @param {string} version
 * @param {string} page
 * @param {View} view
 * @param {string} name
 */
export const answerKey = (version, page, view, name) =>
  JSON.stringify([version, page, name, sorted(deciding(view, [name]))]);

/**
 * The address that answers these parts; the same for the same view, in whatever order it was chosen.
 * @param {string} version
 * @param {string} page
 * @param {View} view
 * @param {string[]} names
 */
export function answerAddress(version, page, view, names) {
  const query = new URLSearchParams([...sorted(deciding(view, names)), ["parts", names.join(",")]]);
  return `/view/${version}/${page}?${query}`;
}

/** Whole lines of a body, each as soon as it is there. @param {ReadableStream<Uint8Array>} body */
export async function* linesOf(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
