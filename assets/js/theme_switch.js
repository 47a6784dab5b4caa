/**
 * Dark and light without asking the server: the style sheets' variables change, figures are drawn in the other colours.
 */

/** @param {"dark" | "light"} theme */
function wear(theme) {
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.dataset.mantineColorScheme = theme;
  localStorage.setItem("citydeck-theme", theme);
}

export function startThemeSwitch() {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("[data-theme-switch]")) return;
    wear(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  });
}
