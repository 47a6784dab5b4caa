/* The wall: one page for weeks. One loop asks the server (never two asks at once), one tick a second moves everything
 * else: the clock, the ages, the playlist, the interruptions. Nothing is navigated, nothing is made anew but words. */
(function () {
  "use strict";
  const LONGEST_WAIT_MS = 120000;
  const PATIENCE_MS = 20000;
  const HEARTBEAT_MS = 60000;
  const STRIP_MS = 3000;
  const SHIFT_EVERY_MS = 180000;
  const QUIET_HOURS = [3, 5];
  const OLD_ENOUGH_MS = 12 * 3600000;
  const MOST_QUEUED = 8;
  const SEEN_KEPT = 400;
  const NIGHT_BRIGHTNESS = 0.8;

  const deck = () => window.citydeck;
  const byId = (id) => document.getElementById(id);
  let config = null;
  let state = null;

  function begin(root) {
    config = JSON.parse(root.dataset.wall);
    state = {
      scenes: new Map([...root.querySelectorAll("[data-scene]")].map((node) => [node.dataset.scene, { node, tag: null, snapshots: "", sources: [], left: [], fits: true }])),
      given: new Map(), playlist: null, slot: 0, until: 0, paused: false, offlineSince: null, clockMoved: null,
      snapshots: "", queue: [], alertUntil: 0, seen: null, wait: 0, stripUntil: 0, shiftAt: 0, beatAt: 0,
      reloadWanted: false, refreshes: 0, changes: 0, asking: false, wake: null, newest: null, started: performance.now(),
    };
    state.seen = seenBefore();
    document.documentElement.style.fontSize = `calc(min(100vh, 56.25vw) * ${config.root})`;
    document.documentElement.dataset.wall = "";
    document.documentElement.style.setProperty("--wall-aimed", String(config.aimed / config.least));
    choosePlaylist();
    listen();
    window.addEventListener("resize", () => refitAll());
    document.fonts.ready.then(refitAll);
    window.setInterval(tick, 1000 / Math.min(config.pace, 20));
    tick();
    watch();
  }

  /* ---- asking the server ---- */

  const paced = (ms) => ms / config.pace;
  const pause = (ms) => new Promise((resolve) => {
    const timer = window.setTimeout(resolve, ms);
    state.wake = () => { window.clearTimeout(timer); resolve(); };
  });

  async function watch() {
    for (;;) {
      const answered = await round();
      const every = paced(config.poll * 1000);
      state.wait = answered ? every : Math.min(Math.max(state.wait * 2, every), paced(LONGEST_WAIT_MS));
      await pause(state.wait * (0.85 + 0.3 * Math.random()));
    }
  }

  /* One look at the server: the scene in sight, then those that show an older snapshot, then the heartbeat. */
  async function round() {
    state.asking = true;
    try {
      let answered = await look(shownScene());
      for (const [name, scene] of state.scenes) {
        if (answered && scene.snapshots !== state.snapshots) answered = await look(name);
      }
      if (answered) {
        await beat();
        await reloadIfWanted();
      }
      return answered;
    } finally {
      state.asking = false;
    }
  }

  async function look(name) {
    const scene = state.scenes.get(name);
    const query = new URLSearchParams({ scene: name, lang: config.lang });
    const headers = scene.tag && !config.redraw ? { "If-None-Match": scene.tag } : {};
    try {
      const response = await fetch(`/api/wall/${encodeURIComponent(config.city)}?${query}`, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.status !== 200 && response.status !== 304) throw new Error(`status ${response.status}`);
      const told = response.status === 200 ? await response.json() : null;
      deck().wallTime.learn(response);
      online();
      if (told) take(told, scene, response.headers.get("ETag"));
      else scene.snapshots = state.snapshots;
      state.refreshes += 1;
      return true;
    } catch (error) {
      offline();
      return false;
    }
  }

  /* Give each part what it shows, if that changed; the last good picture stays where nothing came. */
  function take(told, scene, tag) {
    for (const [id, props] of told.updates) {
      const key = JSON.stringify(id);
      const text = JSON.stringify(props);
      if (config.redraw || state.given.get(key) !== text) {
        window.dash_clientside.set_props(id, props);
        state.given.set(key, text);
      }
    }
    scene.tag = tag;
    scene.sources = told.sources;
    state.snapshots = scene.snapshots = JSON.stringify(told.snapshots);
    if (told.version !== config.version) state.reloadWanted = true;
    interruptFor(told.alerts);
    window.clearTimeout(scene.timer);
    scene.timer = window.setTimeout(() => refit(scene), 60);
  }

  function online() {
    if (state.offlineSince !== null) state.beatAt = 0;
    state.offlineSince = null;
    state.clockMoved = null;
    state.wait = 0;
    tellOffline();
  }

  function offline() {
    if (state.offlineSince === null) state.offlineSince = deck().wallTime.now();
    tellOffline();
  }

  /* Said in the turn in which it is known: until the next tick the screen would say the opposite. */
  function tellOffline() {
    const off = byId("wall-offline");
    off.toggleAttribute("data-on", state.offlineSince !== null);
    setText(off, state.offlineSince === null ? "" : config.said.offline.replace("{time}", deck().wallTime.clock(state.offlineSince, config)));
  }

  /* ---- the playlist ---- */

  const slots = () => state.playlist.slots;
  const shownScene = () => slots()[state.slot][0];

  function choosePlaylist() {
    const hour = deck().wallTime.hour(config);
    const wanted = config.playlists.find((each) => each.key === config.chosen)
      || config.playlists.find((each) => !each.hours || deck().wallTime.between(hour, each.hours))
      || config.playlists[0];
    if (wanted === state.playlist) return;
    state.playlist = wanted;
    state.slot = 0;
    show();
  }

  /* A scene of whichever playlist, out of its turn: for pictures. */
  function showScene(scene) {
    state.playlist = config.playlists.find((each) => each.slots.some(([name]) => name === scene));
    config.chosen = state.playlist.key;
    state.slot = slots().findIndex(([name]) => name === scene);
    show();
  }

  function show() {
    const name = shownScene();
    for (const [key, scene] of state.scenes) {
      const current = key === name;
      scene.node.classList.toggle("wall-shown", current);
      scene.node.setAttribute("aria-hidden", String(!current));
    }
    state.until = performance.now() + paced(slots()[state.slot][1] * 1000);
    state.changes += 1;
    tell();
  }

  function step(by) {
    state.slot = (state.slot + by + slots().length) % slots().length;
    show();
  }

  function refit(scene) {
    const { left, rows, fits } = deck().wallFit(scene.node);
    scene.left = rows ? [...left, config.said.rows.replace("{count}", rows)] : left;
    scene.fits = fits;
    tell();
  }

  function refitAll() {
    state.scenes.forEach(refit);
  }

  /* ---- alerts that interrupt ---- */

  const memory = () => `citydeck-wall-seen-${config.city}`;

  function seenBefore() {
    try {
      const kept = JSON.parse(localStorage.getItem(memory()));
      return Array.isArray(kept) ? new Set(kept) : null;
    } catch (error) {
      return null;
    }
  }

  /* Alerts that were not there at the last look wait for their turn; those of the very first look were there before us. */
  function interruptFor(alerts) {
    if (state.seen !== null) {
      alerts.filter((alert) => !state.seen.has(alert.id)).forEach((alert) => state.queue.push(alert));
    }
    state.seen = new Set(alerts.map((alert) => alert.id).slice(-SEEN_KEPT));
    localStorage.setItem(memory(), JSON.stringify([...state.seen]));
  }

  function interrupt() {
    const box = byId("wall-alert");
    const time = performance.now();
    if (time < state.alertUntil) return true;
    if (!state.queue.length) {
      if (!box.hidden) {
        box.hidden = true;
        state.until = time + paced(slots()[state.slot][1] * 1000);
      }
      return false;
    }
    const beyond = Math.max(0, state.queue.length - MOST_QUEUED);
    const alert = state.queue.shift();
    if (beyond) state.queue.length = MOST_QUEUED - 1;
    const say = (name, text) => { box.querySelector(`[data-say="${name}"]`).textContent = text; };
    ["what", "where", "since"].forEach((name) => say(name, alert[name]));
    say("more", state.queue.length || beyond ? config.said.more_alerts.replace("{count}", state.queue.length + beyond) : "");
    box.hidden = false;
    state.alertUntil = time + paced(config.alertSeconds * 1000);
    return true;
  }

  /* ---- once a second ---- */

  function tick() {
    const time = deck().wallTime;
    if (time.moved()) {
      state.clockMoved = time.now();
      if (state.wake) state.wake();
    }
    setText(byId("wall-clock"), `${time.day(time.now(), config)}  ${time.clock(time.now(), config)}`);
    choosePlaylist();
    if (!interrupt() && !state.paused && performance.now() >= state.until) step(1);
    tell();
    spareTheScreen();
    if (state.stripUntil && performance.now() > state.stripUntil && !byId("wall-strip").contains(document.activeElement)) strip(false);
  }

  const setText = (node, text) => { if (node.textContent !== text) node.textContent = text; };

  /* What must always be said: since when there is no server, and how old the oldest data of this scene is. */
  function tell() {
    const time = deck().wallTime;
    tellOffline();
    const scene = state.scenes.get(shownScene());
    const rank = { stale: 0, late: 1, fresh: 2, archive: 3 };
    const aged = scene.sources.map((source) => ({ ...source, state: time.freshness(source) }))
      .sort((a, b) => rank[a.state] - rank[b.state] || a.reaches - b.reaches);
    const oldest = aged[0];
    const age = byId("wall-age");
    age.dataset.freshness = oldest ? oldest.state : "none";
    age.toggleAttribute("data-simulated", aged.some((source) => source.simulated));
    scene.node.dataset.freshness = oldest ? oldest.state : "none";
    setText(age, oldest ? config.said.oldest
      .replace("{state}", config.states[oldest.state]).replace("{name}", oldest.name).replace("{day}", oldest.until)
      + (aged.some((source) => source.simulated) ? ` · ${config.said.simulated}` : "") : config.said.never);
    state.newest = oldest ? oldest.until : null;
    if (state.stripUntil) tellOperator();
  }

  /* ---- the operator's strip ---- */

  function tellOperator() {
    const scene = state.scenes.get(shownScene());
    const said = config.said;
    const lines = [
      said.playlist.replace("{playlist}", state.playlist.key).replace("{number}", state.slot + 1).replace("{count}", slots().length)
        + " · " + (state.paused ? said.paused : said.playing),
      said.type.replace("{screen}", config.screen).replace("{distance}", config.distance).replace("{least}", config.least).replace("{aimed}", config.aimed),
      scene.left.length ? said.dropped.replace("{names}", scene.left.join(", ")) : said.fits,
    ];
    if (!scene.fits) lines.push(said.does_not_fit);
    if (state.clockMoved !== null) lines.push(said.clock_moved);
    setText(byId("wall-state"), lines.join("\n"));
  }

  function strip(on) {
    byId("wall-strip").toggleAttribute("data-on", on);
    document.documentElement.toggleAttribute("data-pointer", on);
    state.stripUntil = on ? performance.now() + STRIP_MS : 0;
    if (on) tellOperator();
  }

  const DO = {
    previous: () => step(-1),
    next: () => step(1),
    pause: () => { state.paused = !state.paused; state.until = performance.now() + paced(slots()[state.slot][1] * 1000); },
    full_screen: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
  };
  const KEYS = { " ": "pause", ArrowRight: "next", ArrowLeft: "previous", PageDown: "next", PageUp: "previous", f: "full_screen", F: "full_screen" };

  function listen() {
    const wake = () => strip(true);
    document.addEventListener("mousemove", wake);
    document.addEventListener("touchstart", wake, { passive: true });
    document.addEventListener("keydown", (event) => {
      wake();
      const onButton = event.target.closest("button");
      if (!(event.key in KEYS) || (onButton && event.key === " ")) return;
      event.preventDefault();
      DO[KEYS[event.key]]();
      tell();
    });
    byId("wall-strip").addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) DO[button.dataset.do]();
      tell();
    });
  }

  /* ---- weeks on one screen ---- */

  /* Moves everything by a few pixels every three minutes, and dims slowly towards the night. */
  function spareTheScreen() {
    const time = performance.now();
    if (time < state.shiftAt) return;
    state.shiftAt = time + SHIFT_EVERY_MS;
    const angle = (Math.floor(time / SHIFT_EVERY_MS) % 12) * (Math.PI / 6);
    const stage = byId("wall-stage");
    stage.style.setProperty("--shift-x", `${(Math.cos(angle) * 0.08).toFixed(3)}rem`);
    stage.style.setProperty("--shift-y", `${(Math.sin(angle) * 0.08).toFixed(3)}rem`);
    const hour = deck().wallTime.hour(config);
    const night = hour >= 23 || hour < 5 ? 1 : hour < 7 ? (7 - hour) / 2 : hour < 20 ? 0 : (hour - 20) / 3;
    const wall = document.querySelector(".wall");
    wall.toggleAttribute("data-night", night > 0);
    wall.style.setProperty("--dim", (night * (1 - NIGHT_BRIGHTNESS)).toFixed(2));
  }

  /* Loads itself again when the program changed, or in the quiet hours: only once the server gave the whole page. */
  async function reloadIfWanted() {
    const old = performance.now() - state.started > OLD_ENOUGH_MS;
    if (!state.reloadWanted && !(old && deck().wallTime.between(deck().wallTime.hour(config), QUIET_HOURS))) return;
    if (!byId("wall-alert").hidden || state.queue.length) return;
    try {
      const page = await fetch(window.location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (page.ok && (await page.text()).includes("_dash-config")) window.location.reload();
    } catch (error) {
      offline();
    }
  }

  function wallName() {
    if (config.wall) return config.wall;
    let name = localStorage.getItem("citydeck-wall-name");
    if (!name) {
      name = `wall-${Math.random().toString(36).slice(2, 8)}`;
      localStorage.setItem("citydeck-wall-name", name);
    }
    return name;
  }

  async function beat() {
    if (performance.now() < state.beatAt) return;
    state.beatAt = performance.now() + HEARTBEAT_MS;
    const scene = state.scenes.get(shownScene());
    const told = {
      wall: wallName(), city: config.city, scene: shownScene(), playlist: state.playlist.key, version: config.version,
      screen_inches: config.screen, distance_m: config.distance, refreshes: state.refreshes,
      memory_mb: performance.memory ? Math.round(performance.memory.usedJSHeapSize / 1e5) / 10 : null,
      nodes: document.getElementsByTagName("*").length, up_seconds: Math.round((performance.now() - state.started) / 1000),
      data_until: state.newest, dropped: scene.left.slice(0, 20).map((name) => name.slice(0, 80)),
    };
    try {
      await fetch("/api/heartbeat", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told), signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      offline();
    }
  }

  /* What tests and the soak read. */
  const report = () => ({
    refreshes: state.refreshes, changes: state.changes, scene: shownScene(), offline: state.offlineSince !== null,
    left: state.scenes.get(shownScene()).left, fits: state.scenes.get(shownScene()).fits, queued: state.queue.length,
    asking: state.asking, snapshots: state.snapshots, paused: state.paused, drawn: [...state.scenes.values()].every((scene) => scene.snapshots !== ""),
  });

  if (window.location.pathname.replace(/\/$/, "").endsWith("/wall")) {
    const waiting = window.setInterval(() => {
      const root = document.querySelector("[data-wall].wall");
      if (!root || !window.dash_clientside || !window.dash_clientside.set_props) return;
      window.clearInterval(waiting);
      begin(root);
    }, 50);
  }
  window.citydeck = Object.assign(window.citydeck || {}, { wall: { report, step: (by) => step(by), show: showScene, begun: () => state !== null } });
})();
