/* Runs before anything is drawn, so that the chosen theme never flashes and the page has a language from the start. */
(function () {
  "use strict";
  const chosen = localStorage.getItem("citydeck-theme");
  // A wall is dark unless its address says otherwise, whatever its browser or its system prefer.
  const wall = window.location.pathname.endsWith("/wall") && new URLSearchParams(window.location.search).get("theme");
  const dark = wall !== false ? wall !== "light" : chosen ? chosen === "dark" : !window.matchMedia("(prefers-color-scheme: light)").matches;
  const root = document.documentElement;
  const remembered = /citydeck-language=([a-z]{2})/.exec(document.cookie);
  root.lang = new URLSearchParams(window.location.search).get("lang") || (remembered && remembered[1]) || window.navigator.language.slice(0, 2);
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.mantineColorScheme = root.dataset.theme;
})();
