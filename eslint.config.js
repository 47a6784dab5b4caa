import js from "@eslint/js";
import { includeIgnoreFile } from "eslint/config";
import globals from "globals";

/** What would read a text of a publisher as HTML or as a program. */
const READS_TEXT_AS_HTML = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln"].map((property) => ({
  property,
  message: "Nothing that a publisher wrote is read as HTML: use textContent and append().",
}));

export default [
  // What is no part of the repository is not ours to mend: a dashboard that has served keeps bundles in .cache/.
  includeIgnoreFile(`${import.meta.dirname}/.gitignore`),
  { ignores: ["assets/vendor/", "tests/browser/vendor/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2025, sourceType: "module" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-len": ["error", { code: 120 }],
      "max-lines": ["error", 200],
      "max-lines-per-function": ["error", { max: 40, skipComments: true }],
      complexity: ["error", 10],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": ["error", ...READS_TEXT_AS_HTML],
      "no-var": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: ["assets/js/**"], languageOptions: { globals: globals.browser } },
  { files: ["assets/js/first.js"], languageOptions: { sourceType: "script" } },
  {
    files: ["tests/assets/js/**"],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: { "no-restricted-properties": "off" },
  },
];
