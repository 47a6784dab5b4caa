/** Everything of a page goes on paper, what is out of sight too. */
import { drawForPaper, drawForScreen } from "../charts/chart.js";
import { page, partNamed, parts, nameOf, show, wantedKey } from "./page_parts.js";
import { answerAddress } from "./stream.js";
import { currentView } from "./view.js";

/** A browser that prints waits for no answer, except for this one: it is asked for without letting anything go on. */
function drawAll() {
  const missing = parts().filter((part) => part.shown !== wantedKey(part));
  if (!missing.length) return;
  const request = new XMLHttpRequest();
  request.open("GET", answerAddress(page.version, page.key, currentView(), missing.map(nameOf)), false);
  request.send();
  for (const line of request.responseText.split("\n").filter(Boolean)) {
    const answer = /** @type {import("./page_parts.js").Line} */ (JSON.parse(line));
    if (answer.version) page.version = answer.version;
    const part = partNamed(answer.part ?? "");
    if (part) show(part, wantedKey(part), answer);
  }
}

/** The 186 mm between the sheet's margins, and what its head and tiles leave of the first sheet, in CSS pixels. */
const [SHEET_WIDTH, MAP_HEIGHT] = [703, 520];
/** What the panel's edge and the room within it leave to a chart. */
const CHART_WIDTH = SHEET_WIDTH - 26;

/** A map keeps the size that it was drawn in, made small enough for the sheet: laid out anew it would be cut off. */
function holdMaps() {
  for (const frame of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".map-frame"))) {
    const { offsetWidth: width, offsetHeight: height } = frame;
    if (!width) continue;
    frame.style.setProperty("--drawn-width", `${width}px`);
    frame.style.setProperty("--drawn-height", `${height}px`);
    frame.style.setProperty("--print-scale", String(Math.min(1, SHEET_WIDTH / width, MAP_HEIGHT / height)));
  }
}

export function startPrinting() {
  window.addEventListener("beforeprint", drawAll);
  window.addEventListener("beforeprint", holdMaps);
  window.addEventListener("beforeprint", () => drawForPaper(CHART_WIDTH));
  window.addEventListener("afterprint", drawForScreen);
}
