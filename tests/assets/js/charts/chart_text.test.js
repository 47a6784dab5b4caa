import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, nodesOf, plainLines } from "../../../../assets/js/charts/chart_text.js";
import { openPage } from "../page.js";

test("a text is lines of runs, and escaped characters are letters", () => {
  assert.deepEqual(linesOf("Jan 2026: <b>3 &lt; 4</b><br>R&amp;D"), [
    [
      { text: "Jan 2026: ", isBold: false },
      { text: "3 < 4", isBold: true },
    ],
    [{ text: "R&D", isBold: false }],
  ]);
  assert.deepEqual(plainLines("a&amp;lt;<br><b>b</b>"), ["a&lt;", "b"]);
  assert.deepEqual(plainLines(undefined), [""]);
});

test("what looks like an element is text", () => {
  const { document } = openPage("<p></p>");
  const said = document.querySelector("p");
  said.append(...nodesOf(linesOf("&lt;img src=x&gt; <b>bold</b>")[0]));
  assert.equal(said.textContent, "<img src=x> bold");
  assert.deepEqual(
    [...said.children].map(({ tagName }) => tagName),
    ["B"],
  );
});
