/* Asks every few seconds which snapshots answer; when they changed, the panels answer again. Never two asks at once. */
(function () {
  "use strict";
  const EVERY_MS = 10000;
  const LONGEST_MS = 120000;
  let etag = null;
  let wait = EVERY_MS;
  let since = null;

  function tell(state) {
    document.querySelectorAll("[data-live]").forEach((mark) => {
      mark.dataset.live = state;
      mark.textContent = mark.dataset.word + " " + new Date().toLocaleTimeString(document.documentElement.lang || [], { hour: "2-digit", minute: "2-digit" });
    });
  }

  async function ask() {
    const view = window.citydeck.view();
    if (view.city && !document.hidden) {
      const query = view.as_of ? "?as_of=" + encodeURIComponent(view.as_of) : "";
      try {
        const headers = etag ? { "If-None-Match": etag } : {};
        const response = await fetch("/api/snapshots/" + encodeURIComponent(view.city) + query, { headers, cache: "no-store" });
        if (response.status === 200) {
          const found = await response.json();
          if (since !== null && JSON.stringify(found) !== since) {
            window.dash_clientside.set_props("snapshots", { data: found });
          }
          since = JSON.stringify(found);
          etag = response.headers.get("ETag");
        }
        wait = EVERY_MS;
        tell(response.ok || response.status === 304 ? "on" : "off");
      } catch (error) {
        wait = Math.min(wait * 2, LONGEST_MS);
        tell("off");
      }
    }
    window.setTimeout(ask, wait * (0.9 + 0.2 * Math.random()));
  }

  window.setTimeout(ask, 1000);
})();
