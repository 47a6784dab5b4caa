/** A wall of two scenes, as Dash has laid it out. */
import { newWall } from "../../../../assets/js/wall/state.js";
import { openPage } from "../page.js";

export const SAID = {
  offline: "Alone since {time}",
  paused: "paused",
  playing: "playing",
  dropped: "Left: {names}",
  does_not_fit: "Too much",
  fits: "All fits",
  clock_moved: "Clock moved",
  simulated: "simulated",
  stands_in: "newest damaged",
  waits: "one waits",
  oldest: "{state}: {name} to {day}",
  never: "No data",
  more_alerts: "{count} more",
  playlist: "{playlist} {number}/{count}",
  type: "{screen} {distance} {least} {aimed}",
  rows: "{count} rows",
};
const CONFIG = {
  city: "riverton",
  fleet: [],
  timezone: "Asia/Shanghai",
  lang: "en",
  locale: "en-GB",
  chosen: "day",
  wall: null,
  version: "v1",
  playlists: [
    {
      key: "day",
      hours: null,
      slots: [
        ["overview", 20],
        ["services", 30],
      ],
    },
  ],
  screen: 55,
  distance: 5,
  least: 16,
  aimed: 20,
  root: 0.02,
  poll: 15,
  pace: 1,
  redraw: false,
  alertSeconds: 30,
  said: SAID,
  states: { fresh: "Fresh", late: "Late", stale: "Stale", archive: "Archive" },
};
const BODY = `<div class="wall" data-wall="">
  <div id="wall-stage"><section data-scene="overview"></section><section data-scene="services"></section></div>
  <p id="wall-day"></p><p id="wall-clock"></p><p id="wall-age"></p><p id="wall-offline"></p>
  <div id="wall-alert" hidden>
    <p data-say="what"></p><p><a data-say="where"></a></p><p data-say="since"></p><p data-say="more"></p></div>
  <div id="wall-strip">
    <button data-do="pause">Pause</button><button data-do="next">Next</button><p id="wall-state"></p></div></div>`;

/** A wall that shows its first scene, before any answer. */
export function openWall(changes = {}) {
  const page = openPage(BODY, "http://city.test/wall?city=riverton");
  const root = page.document.querySelector(".wall");
  root.dataset.wall = JSON.stringify({ ...CONFIG, ...changes });
  const wall = newWall(root);
  [wall.playlist] = wall.config.playlists;
  return { ...page, wall, text: (id) => page.document.getElementById(id).textContent };
}

/** A source of data, fresh until `late` and late until `stale`, in seconds since 1970. */
export const source = (name, changes = {}) => ({
  name,
  until: "1 May",
  reaches: 0,
  late: 1e10,
  stale: 2e10,
  simulated: false,
  standsIn: false,
  waits: false,
  ...changes,
});

/** What `performance.now()` says, until the test ends: the clock of a machine that stands still. */
export function stopClock(context, ms = 0) {
  const clock = { ms };
  context.mock.method(performance, "now", () => clock.ms);
  return clock;
}
