import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addHatching } from "../../../../assets/js/map/hatching.js";
import { openPage } from "../page.js";

test("every hatching that the style sheet fills areas with is there", () => {
  const style = readFileSync(new URL("../../../../assets/css/map.css", import.meta.url), "utf8");
  const { document } = openPage();
  addHatching();
  const ids = [...document.querySelectorAll("pattern")].map(({ id }) => id);
  const named = new Set([...style.matchAll(/url\("#(hatch-[a-z0-9-]+)"\)/g)].map(([, id]) => id));
  assert.deepEqual([...named].sort(), ids.sort());
});
