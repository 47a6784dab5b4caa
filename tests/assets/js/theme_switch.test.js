import assert from "node:assert/strict";
import { test } from "node:test";
import { startThemeSwitch } from "../../../assets/js/theme_switch.js";
import { openPage } from "./page.js";

test("the switch changes the theme and remembers it", () => {
  const { document, window } = openPage('<button data-theme-switch><i>◐</i></button><button id="other"></button>');
  const root = document.documentElement;
  root.dataset.theme = "dark";
  startThemeSwitch();
  document.querySelector("i").click();
  assert.deepEqual([root.dataset.theme, root.dataset.mantineColorScheme], ["light", "light"]);
  assert.equal(window.localStorage.getItem("citydeck-theme"), "light");
  document.getElementById("other").click();
  assert.equal(root.dataset.theme, "light");
  document.querySelector("i").click();
  assert.equal(window.localStorage.getItem("citydeck-theme"), "dark");
});
