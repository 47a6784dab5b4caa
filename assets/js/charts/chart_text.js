/** Words of a figure, which are written for Plotly: `<br>` parts lines, `<b>` is bold, three characters are escaped. */

/** @typedef {{ text: string, isBold: boolean }} Run */

/** @type {Record<string, string>} */
const ESCAPED = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** @param {string} text */
const unescaped = (text) => text.replace(/&(?:lt|gt|amp);/g, (escaped) => ESCAPED[escaped]);

/** The lines of a text, each as runs of letters of one weight. @param {unknown} text @returns {Run[][]} */
export function linesOf(text) {
  return String(text ?? "")
    .split("<br>")
    .map((line) =>
      line
        .split(/(<b>.*?<\/b>)/)
        .filter(Boolean)
        .map((run) => {
          const bold = /^<b>(.*)<\/b>$/.exec(run);
          return { text: unescaped(bold ? bold[1] : run), isBold: Boolean(bold) };
        }),
    );
}

/** The letters alone, a line after the other. @param {unknown} text */
export const plainLines = (text) => linesOf(text).map((line) => line.map((run) => run.text).join(""));

/** A line as nodes. @param {Run[]} line @returns {Node[]} */
export function nodesOf(line) {
  return line.map(({ text, isBold }) =>
    isBold ? Object.assign(document.createElement("b"), { textContent: text }) : document.createTextNode(text),
  );
}
