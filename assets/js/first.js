/* Runs before anything is drawn, so that the chosen theme never flashes and the page has a language from the start. */
(function () {
  "use strict";
  const root = document.documentElement;
  const query = new URLSearchParams(window.location.search);

  /* A wall is dark unless its address says otherwise, whatever its browser or its system prefer. */
  function isDark() {
    if (window.location.pathname.endsWith("/wall")) return query.get("theme") !== "light";
    const chosen = localStorage.getItem("citydeck-theme");
    return chosen ? chosen === "dark" : !window.matchMedia("(prefers-color-scheme: light)").matches;
  }

  const [, remembered] = /citydeck-language=([a-z]{2})/.exec(document.cookie) ?? [];
  root.lang = query.get("lang") || remembered || window.navigator.language.slice(0, 2);
  root.dataset.theme = isDark() ? "dark" : "light";
  root.dataset.mantineColorScheme = root.dataset.theme;
})();
