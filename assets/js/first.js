/* Runs before anything is drawn, so that the chosen theme never flashes. */
(function () {
  "use strict";
  const chosen = localStorage.getItem("citydeck-theme");
  const dark = chosen ? chosen === "dark" : !window.matchMedia("(prefers-color-scheme: light)").matches;
  document.documentElement.dataset.mantineColorScheme = dark ? "dark" : "light";
})();
