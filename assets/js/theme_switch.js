/* Dark and light without asking the server: variables change, figures take the other template. */
(function () {
  "use strict";
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const root = document.documentElement;
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    root.dataset.theme = theme;
    root.dataset.mantineColorScheme = theme;
    localStorage.setItem("citydeck-theme", theme);
    window.dispatchEvent(new CustomEvent("citydeck-theme", { detail: theme }));
  });
})();
