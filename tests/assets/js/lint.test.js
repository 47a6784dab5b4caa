import assert from "node:assert/strict";
import { test } from "node:test";
import { ESLint } from "eslint";

test("what a dashboard that has served leaves beside the repository is not checked, and all of ours is", async () => {
  const eslint = new ESLint();
  for (const left of [".cache/files/main.js", "node_modules/eslint/lib/api.js", ".venv/lib/a.js", "pictures/a.js"]) {
    assert.equal(await eslint.isPathIgnored(left), true, left);
  }
  for (const ours of ["assets/js/main.js", "tests/assets/js/page.js", "eslint.config.js"]) {
    assert.equal(await eslint.isPathIgnored(ours), false, ours);
  }
});
