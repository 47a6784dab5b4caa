/* Asks every few seconds which snapshots answer; when they are others than the page was made of, the panels answer
 * again. Never two asks at once. */
(function () {
  "use strict";
  const EVERY_MS = 10000;
  const LONGEST_MS = 120000;
  let wait = EVERY_MS;

  function tell(state) {
    document.querySelectorAll("[data-live]").forEach((mark) => {
      mark.dataset.live = state;
      mark.textContent = mark.dataset.word + " " + new Date().toLocaleTimeString(document.documentElement.lang || [], { hour: "2-digit", minute: "2-digit" });
    });
  }

  /* The page itself says which snapshots it was made of: the first answer may already be of a newer one. */
  function follow(found) {
    const shown = document.querySelector("[data-snapshots]");
    if (!shown) return;
    const ids = (of) => JSON.stringify(Object.entries(of).sort());
    if (ids(found) === ids(JSON.parse(shown.dataset.snapshots))) return;
    shown.dataset.snapshots = JSON.stringify(found);
    window.dash_clientside.set_props("snapshots", { data: found });
  }

  async function ask() {
    const view = window.citydeck.view();
    if (view.city && !document.hidden) {
      const query = view.as_of ? "?as_of=" + encodeURIComponent(view.as_of) : "";
      try {
        const response = await fetch("/api/snapshots/" + encodeURIComponent(view.city) + query, { cache: "no-cache" });
        if (response.ok) follow(await response.json());
        wait = EVERY_MS;
        tell(response.ok ? "on" : "off");
      } catch (error) {
        wait = Math.min(wait * 2, LONGEST_MS);
        tell("off");
      }
    }
    window.setTimeout(ask, wait * (0.9 + 0.2 * Math.random()));
  }

  window.setTimeout(ask, 1000);
})();
