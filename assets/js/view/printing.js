/** Everything of a page goes on paper, what is out of sight too. */
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

export function startPrinting() {
  window.addEventListener("beforeprint", drawAll);
}
