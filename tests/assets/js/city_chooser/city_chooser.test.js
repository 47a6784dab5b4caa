import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage } from "../page.js";
import { recentCities, rememberCity, shownCities } from "../../../../assets/js/city_chooser/city_chooser.js";

const GUANGDONG = [
  { value: "shenzhen", label: "深圳市", search: "shenzhen 深圳市 guangdong 广东省" },
  { value: "guangzhou", label: "广州市", search: "guangzhou 广州市 guangdong 广东省" },
];
const OTHERS = [
  { value: "hohhot", label: "呼和浩特市", search: "hohhot huhehaote 呼和浩特市 innermongolia 内蒙古自治区" },
];
const OPTIONS = [
  { group: "广东省", items: GUANGDONG },
  { group: "内蒙古自治区", items: OTHERS },
];
const keys = (found) => found.map(({ value }) => value);

beforeEach(() => {
  openPage();
  window.localStorage.clear();
});

test("a city is found by its name in any language, in pinyin, or by its province", () => {
  const find = (search) => keys(shownCities({ options: OPTIONS, search }, [], "Recent"));
  assert.deepEqual(find("深圳"), ["shenzhen"]);
  assert.deepEqual(find("Guang"), ["shenzhen", "guangzhou"]);
  assert.deepEqual(find("huhe"), ["hohhot"]);
  assert.deepEqual(find("Inner Mongolia"), ["hohhot"]);
  assert.deepEqual(find("广东"), ["shenzhen", "guangzhou"]);
  assert.deepEqual(find("Atlantis"), []);
});

test("cities that the reader was at last come first", () => {
  const shown = shownCities({ options: OPTIONS, search: "" }, ["hohhot", "gone"], "Recent");
  assert.deepEqual(
    shown.map(({ group, items }) => [group, keys(items)]),
    [
      ["Recent", ["hohhot"]],
      ["广东省", ["shenzhen", "guangzhou"]],
    ],
  );
});

test("few cities are a plain list", () => {
  assert.deepEqual(keys(shownCities({ options: GUANGDONG, search: "" }, ["shenzhen"], "Recent")), [
    "shenzhen",
    "guangzhou",
  ]);
});

test("a list of a thousand is drawn in part", () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ value: `c${i}`, label: `City ${i}`, search: `city${i}` }));
  assert.equal(shownCities({ options: many, search: "" }, [], "Recent").length, 60);
  assert.equal(shownCities({ options: many, search: "city" }, [], "Recent").length, 60);
});

test("five cities are remembered, the latest first, and nonsense is nothing", () => {
  for (const city of ["a", "b", "c", "d", "e", "f", "b"]) rememberCity(city);
  assert.deepEqual(recentCities(), ["b", "f", "e", "d", "c"]);
  window.localStorage.setItem("citydeck-recent-cities", "{");
  assert.deepEqual(recentCities(), []);
});
