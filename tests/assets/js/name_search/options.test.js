import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { countText, listItems, nextOption, worded } from "../../../../assets/js/name_search/options.js";
import { openPage } from "../page.js";

const WORDS = {
  none: "No service",
  found: "{shown} of {total}",
  chosen: "Chosen",
  open: "Enter chooses",
  service: "Service",
  premises: "Premises",
  area: "District",
};
const ANSWER = {
  total: 9,
  found: [
    { kind: "service", key: "noise", name: "Noise", other: "噪音" },
    { kind: "service", key: "water", name: "Water", other: "Water" },
  ],
};

beforeEach(() => openPage());

test("arrow keys go round the list, from either end", () => {
  assert.deepEqual([nextOption(-1, 1, 3), nextOption(0, 1, 3), nextOption(2, 1, 3)], [0, 1, 0]);
  assert.deepEqual([nextOption(-1, -1, 3), nextOption(2, -1, 3), nextOption(0, -1, 3)], [2, 1, 2]);
  assert.equal(nextOption(0, 1, 1), 0);
});

test("the count says how many there are, or that there are none", () => {
  assert.equal(countText(ANSWER, WORDS), "2 of 9");
  assert.equal(countText({ total: 0, found: [] }, WORDS), "No service");
  assert.equal(worded("{a}{b}{a}", { a: 1, b: 2 }), "121");
});

test("numbers are written as the page's language writes them", () => {
  const written = ["en", "id"].map((lang) => {
    document.documentElement.lang = lang;
    return worded("{total}", { total: 4200 });
  });
  assert.deepEqual(written, ["4,200", "4.200"]);
});

test("an option names its service in both languages, once where they are the same", () => {
  const [noise, water] = listItems(ANSWER, [], WORDS);
  assert.deepEqual(
    [...noise.children].map((each) => each.textContent),
    ["Noise", "噪音", "Service"],
  );
  assert.deepEqual(
    [...water.children].map((each) => each.textContent),
    ["Water", "Service"],
  );
  assert.deepEqual([noise.id, water.id], ["name-search-0", "name-search-1"]);
});

test("a service that is chosen says so", () => {
  const [noise, water] = listItems(ANSWER, ["water"], WORDS);
  assert.deepEqual(
    [noise, water].map((each) => [each.getAttribute("aria-selected"), each.title]),
    [
      ["false", ""],
      ["true", "Chosen"],
    ],
  );
});

test("the note below is seen and not heard", () => {
  const note = listItems(ANSWER, [], WORDS).at(-1);
  assert.deepEqual([note.textContent, note.getAttribute("aria-hidden")], ["2 of 9 · Enter chooses", "true"]);
  assert.equal(listItems({ total: 0, found: [] }, [], WORDS).at(-1).textContent, "No service");
});
