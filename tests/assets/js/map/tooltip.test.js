import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { tooltip } from "../../../../assets/js/map/tooltip.js";
import { openPage } from "../page.js";

beforeEach(() => openPage());

test("a label has a title, a headline and its lines", () => {
  const label = tooltip("North-west", ["Rate", "3.1"], [["Requests", "12"]]);
  assert.deepEqual(
    [...label.children].map((each) => [each.className, each.textContent]),
    [
      ["tip-title", "North-west"],
      ["tip-line tip-headline", "Rate3.1"],
      ["tip-line", "Requests12"],
    ],
  );
});

test("a place has no headline", () => {
  assert.deepEqual(
    [...tooltip("Bakery", null, []).children].map((each) => each.className),
    ["tip-title"],
  );
});

test("what a publisher wrote is text", () => {
  const label = tooltip("<img src=x onerror=alert(1)>", null, [["<b>", "</b>"]]);
  assert.equal(label.querySelector("img"), null);
  assert.equal(label.firstChild.textContent, "<img src=x onerror=alert(1)>");
});
