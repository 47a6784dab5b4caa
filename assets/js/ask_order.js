/* The map first: until it is answered and drawn, the server is asked for nothing else of the page.
 *
 * A choice asks for a dozen answers at once, and they share the cores with the browser; what the reader looks at would
 * come last of all. Where the map takes long, the others wait no longer than this. */
(function () {
  "use strict";
  const LONGEST_MS = 400;
  const ask = window.fetch.bind(window);
  let onTheWay = 0;
  let waiting = [];

  function release() {
    const held = waiting;
    waiting = [];
    held.forEach((go) => go());
  }

  /* Once the answer was taken in (the next frames) and what it changed is drawn (the browser has nothing to do). */
  function answered() {
    onTheWay -= 1;
    if (onTheWay > 0) return;
    const drawn = () => window.setTimeout(release, 0);
    const idle = window.requestIdleCallback ? () => window.requestIdleCallback(drawn) : drawn;
    window.requestAnimationFrame(() => window.requestAnimationFrame(idle));
  }

  window.fetch = function (address, options) {
    if (!String(address).includes("/_dash-update-component")) return ask(address, options);
    if (options.body.includes('\\"type\\":\\"map-areas\\"')) {
      onTheWay += 1;
      window.setTimeout(release, LONGEST_MS);
      return ask(address, options).finally(answered);
    }
    if (onTheWay === 0) return ask(address, options);
    return new Promise((resolve) => waiting.push(() => resolve(ask(address, options))));
  };
})();
