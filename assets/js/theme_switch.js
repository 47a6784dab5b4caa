/**
 * Dark and light without asking the server: the style sheets' variables change, figures are drawn in the other colours.
 */

const CHOSEN = "citydeck-theme";

/** @param {string} theme */
function wear(theme) {
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.dataset.mantineColorScheme = theme;
}

/** A page whose reader chose no theme follows the machine, which may turn dark in the evening; a wall its address. */
function followTheMachine() {
  window.matchMedia("(prefers-color-scheme: light)").addEventListener("change", ({ matches }) => {
    if (localStorage.getItem(CHOSEN) || window.location.pathname.endsWith("/wall")) return;
    wear(matches ? "light" : "dark");
  });
}

export function startThemeSwitch() {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("[data-theme-switch]")) return;
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    wear(theme);
    localStorage.setItem(CHOSEN, theme);
  });
  followTheMachine();
}
