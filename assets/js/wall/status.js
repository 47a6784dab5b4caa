/**
 * What must always be said: since when there is no server, how old the oldest data in sight is; and to an operator
 * more.
 * @import { Source, Wall } from "./state.js"
 */
import { clock, freshness, now } from "./clock.js";
import { byId, filled, sceneInSight, setText } from "./state.js";

/** What is an archive says so beside what is fresh: nobody takes its numbers for today's. */
const OLDEST_FIRST = ["stale", "late", "archive", "fresh"];

/**
 * The sources with their state, the oldest data first.
 * @param {Source[]} sources
 * @param {number} [moment] milliseconds since 1970
 */
export function byAge(sources, moment = now()) {
  const aged = sources.map((source) => ({ ...source, state: freshness(source, moment) }));
  return aged.sort((a, b) => OLDEST_FIRST.indexOf(a.state) - OLDEST_FIRST.indexOf(b.state) || a.reaches - b.reaches);
}

/** Said in the turn in which it is known: until the next tick the screen would say the opposite. @param {Wall} wall */
export function showConnection({ config, offlineSince }) {
  const line = byId("wall-offline");
  line.toggleAttribute("data-on", offlineSince !== null);
  setText(line, offlineSince === null ? "" : filled(config.said.offline, { time: clock(offlineSince, config) }));
}

/** @param {Wall} wall */
export function noteOffline(wall) {
  wall.offlineSince ??= now();
  showConnection(wall);
}

/** The server answered: it hears of this wall at once where it was away. @param {Wall} wall */
export function noteOnline(wall) {
  if (wall.offlineSince !== null) wall.nextHeartbeat = 0;
  wall.offlineSince = null;
  wall.clockMoved = null;
  wall.wait = 0;
  showConnection(wall);
}

/** @param {Wall} wall */
function showAge(wall) {
  const { said, states } = wall.config;
  const scene = sceneInSight(wall);
  const sources = byAge(scene.sources);
  const [oldest] = sources;
  const simulated = sources.some((source) => source.simulated);
  const line = byId("wall-age");
  line.dataset.freshness = scene.node.dataset.freshness = oldest ? oldest.state : "none";
  line.toggleAttribute("data-simulated", simulated);
  wall.oldestUntil = oldest ? oldest.until : null;
  if (!oldest) return setText(line, said.never);
  const age = filled(said.oldest, { state: states[oldest.state], name: oldest.name, day: oldest.until });
  const parts = [age];
  if (sources.some((source) => source.standsIn)) parts.push(said.stands_in);
  if (sources.some((source) => source.waits)) parts.push(said.waits);
  if (simulated) parts.push(said.simulated);
  return setText(line, parts.join(" · "));
}

/** What the operator's strip says. @param {Wall} wall @returns {string[]} */
export function operatorLines(wall) {
  const { said, screen, distance, least, aimed, locale } = wall.config;
  const { playlist, slot } = wall;
  const scene = sceneInSight(wall);
  const place = filled(said.playlist, { playlist: playlist.key, number: slot + 1, count: playlist.slots.length });
  const lines = [
    `${place} · ${wall.paused ? said.paused : said.playing}`,
    filled(said.type, { screen, distance, least, aimed }),
    scene.left.length ? filled(said.dropped, { names: new Intl.ListFormat(locale).format(scene.left) }) : said.fits,
  ];
  if (!scene.fits) lines.push(said.does_not_fit);
  if (wall.clockMoved !== null) lines.push(said.clock_moved);
  return lines;
}

/** @param {Wall} wall */
export function showOperatorLines(wall) {
  setText(byId("wall-state"), operatorLines(wall).join("\n"));
}

/** @param {Wall} wall */
export function showStatus(wall) {
  showConnection(wall);
  showAge(wall);
  if (wall.stripEnds) showOperatorLines(wall);
}
