/* Runs before anything is drawn, so that the chosen theme never flashes. */
(function () {
  "use strict";
  const chosen = localStorage.getItem("citydeck-theme");
  const dark = chosen ? chosen === "dark" : !window.matchMedia("(prefers-color-scheme: light)").matches;
  const root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.mantineColorScheme = root.dataset.theme;
})();
