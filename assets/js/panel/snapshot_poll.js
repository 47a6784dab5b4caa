/**
 * Asks every few seconds which version answers; where it is another one than the page shows, its parts answer again.
 * Never two requests at once.
 */
import { followVersion } from "../view/parts.js";
import { currentView } from "../view/view.js";

const INTERVAL_MS = 10000;
const LONGEST_MS = 120000;
const FIRST_MS = 1000;

/**
 * How long to wait for the next look, after one that failed twice as long as before.
 * @param {number} before
 * @param {boolean} answered
 */
export const nextWait = (before, answered) => (answered ? INTERVAL_MS : Math.min(before * 2, LONGEST_MS));

/** Show whether the server answered, and when. @param {"on" | "off"} state */
function showState(state) {
  const time = new Date().toLocaleTimeString(document.documentElement.lang || [], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live]"))) {
    mark.dataset.live = state;
    mark.textContent = `${mark.dataset.word} ${time}`;
  }
}

/**
 * @param {import("../view/address.js").View} view
 * @returns {Promise<Response | null>} null where no server was reached
 */
async function ask(view) {
  const query = view.as_of ? `?as_of=${encodeURIComponent(view.as_of)}` : "";
  try {
    return await fetch(`/api/snapshots/${encodeURIComponent(view.city)}${query}`, { cache: "no-cache" });
  } catch (error) {
    if (error instanceof TypeError) return null; // what fetch says of every fault of the network
    throw error;
  }
}

/** One look. @returns {Promise<boolean>} whether the server could be reached */
async function look() {
  const view = currentView();
  if (!view.city || document.hidden) return true;
  const response = await ask(view);
  showState(response?.ok ? "on" : "off");
  if (response?.ok) followVersion((await response.json()).version);
  return response !== null;
}

/** Look every few seconds, and at once when the page is seen again or the network is back. */
export function startSnapshotPoll() {
  let wait = INTERVAL_MS;
  let timer = 0;
  let looking = false;
  const poll = async () => {
    if (looking) return;
    looking = true;
    window.clearTimeout(timer);
    let answered = false;
    try {
      answered = await look();
    } finally {
      looking = false;
      wait = nextWait(wait, answered);
      timer = window.setTimeout(poll, wait * (0.9 + 0.2 * Math.random()));
    }
  };
  timer = window.setTimeout(poll, FIRST_MS);
  window.addEventListener("online", poll);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) poll();
  });
}
