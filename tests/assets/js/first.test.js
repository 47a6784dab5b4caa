import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../../assets/js/first.js", import.meta.url), "utf8");

/** What the script makes of the root of a page. */
function rootOf({ path = "/", query = "", chosen = null, cookie = "", system = "dark", browser = "en-GB" }) {
  const documentElement = { dataset: {} };
  vm.runInNewContext(SCRIPT, {
    URLSearchParams,
    localStorage: { getItem: () => chosen },
    document: { documentElement, cookie },
    window: {
      location: { pathname: path, search: query },
      matchMedia: (asked) => ({ matches: asked.includes(system) }),
      navigator: { language: browser },
    },
  });
  return documentElement;
}

const theme = (reader) => rootOf(reader).dataset.theme;

test("the theme is the chosen one, else the system's", () => {
  assert.equal(theme({ system: "light" }), "light");
  assert.equal(theme({ system: "dark" }), "dark");
  assert.equal(theme({ system: "dark", chosen: "light" }), "light");
  assert.equal(theme({ system: "light", chosen: "dark" }), "dark");
});

test("a wall is dark unless its address says otherwise", () => {
  assert.equal(theme({ path: "/wall", system: "light", chosen: "light" }), "dark");
  assert.equal(theme({ path: "/wall", query: "?theme=light" }), "light");
});

test("Mantine wears the same theme", () => {
  assert.equal(rootOf({ chosen: "light" }).dataset.mantineColorScheme, "light");
});

test("the language is that of the address, else the remembered one, else the browser's", () => {
  assert.equal(rootOf({ query: "?lang=id", cookie: "citydeck-language=zh" }).lang, "id");
  assert.equal(rootOf({ cookie: "a=b; citydeck-language=zh" }).lang, "zh");
  assert.equal(rootOf({ browser: "id-ID" }).lang, "id");
});
