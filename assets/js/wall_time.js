/* The wall's own time. It starts from the server's clock and goes on by the machine's steady one, so that a clock that is
 * set, or wrong, on the wall's machine makes no data look fresher than it is. */
(function () {
  "use strict";
  const JUMP_MS = 60000;
  let told = Date.now();
  let at = performance.now();
  let apart = Date.now() - performance.now();

  const now = () => told + performance.now() - at;

  /* A response of the server tells its time, to the second. */
  function learn(response) {
    const date = Date.parse(response.headers.get("Date") || "");
    if (!Number.isNaN(date)) {
      told = date + 500;
      at = performance.now();
    }
  }

  /* Whether the machine's clock was moved since the last look (or the machine slept). */
  function moved() {
    const before = apart;
    apart = Date.now() - performance.now();
    return Math.abs(apart - before) > JUMP_MS;
  }

  const formats = new Map();
  function written(moment, config, options) {
    const key = JSON.stringify(options);
    if (!formats.has(key)) {
      formats.set(key, new Intl.DateTimeFormat(config.locale, { timeZone: config.timezone, hourCycle: "h23", ...options }));
    }
    return formats.get(key).format(moment);
  }

  const clock = (moment, config) => written(moment, config, { hour: "2-digit", minute: "2-digit" });
  const day = (moment, config) => written(moment, config, { weekday: "short", day: "numeric", month: "short" });

  /* The hour of the city's day, with its minutes as a fraction. */
  function hour(config) {
    const parts = new Intl.DateTimeFormat("en-GB", { timeZone: config.timezone, hourCycle: "h23", hour: "numeric", minute: "numeric" })
      .formatToParts(now());
    const value = (type) => Number(parts.find((part) => part.type === type).value);
    return value("hour") + value("minute") / 60;
  }

  const between = (value, [from, to]) => (from <= to ? value >= from && value < to : value >= from || value < to);

  /* fresh, late, stale or archive, of data that reaches to a moment (see data/published/freshness.py). */
  function freshness(source) {
    if (source.late === null) return "archive";
    const seconds = now() / 1000;
    return seconds <= source.late ? "fresh" : seconds <= source.stale ? "late" : "stale";
  }

  window.citydeck = Object.assign(window.citydeck || {}, {
    wallTime: { now, learn, moved, clock, day, hour, between, freshness },
  });
})();
