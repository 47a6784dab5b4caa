import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../page.js";
import { filterCities } from "../../../../assets/js/city_chooser/city_chooser.js";
import { listState, useChooser } from "../../../../assets/js/city_chooser/city_list.js";

const ID = { dimension: "city", type: "control" };
const WORDS = { recent: "Recent", wait: "still loading" };
const NEAR = [{ value: "riverton", label: "Riverton", search: "riverton" }];
const ALL = [...NEAR, { value: "paris", label: "Paris", search: "paris" }];

/** A page whose chooser has its list at that address, which answers so. */
function openChooser(address, answer) {
  const page = openPage("<input><p></p>");
  const input = page.document.querySelector("input");
  input.id = JSON.stringify(ID);
  input.setAttribute("data-cities", address);
  input.setAttribute("data-cities-lost", "cannot be loaded");
  const asked = [];
  globalThis.fetch = async (each) => {
    asked.push(each);
    return answer();
  };
  return { ...page, input, asked };
}
const answered = () => ({ ok: true, json: async () => ALL });
const come = () => new Promise((done) => setTimeout(done, 0));
const labels = (options) => options.map(({ label }) => label);

test("the list of many cities is asked for once, on use, and each later page is given it", async () => {
  const first = openChooser("/cities/en/once.json", answered);
  useChooser(first.document.querySelector("p"));
  assert.deepEqual(first.asked, []);
  useChooser(first.input);
  useChooser(first.input);
  await come();
  assert.deepEqual(first.asked, ["/cities/en/once.json"]);
  assert.deepEqual(first.dash.given, [[ID, { data: ALL, error: null }]]);

  const second = openChooser("/cities/en/once.json", answered);
  useChooser(second.input);
  assert.deepEqual([second.asked, second.dash.given.length], [[], 1]);
});

test("before the list is there nothing is said to be no city", async () => {
  const { input } = openChooser("/cities/en/slow.json", answered);
  assert.deepEqual(labels(filterCities({ options: NEAR, search: "paris" }, WORDS)), ["still loading"]);
  assert.deepEqual(labels(filterCities({ options: NEAR, search: "river" }, WORDS)), ["Riverton", "still loading"]);
  useChooser(input);
  await come();
  assert.deepEqual(labels(filterCities({ options: ALL, search: "paris" }, WORDS)), ["Paris"]);
  assert.deepEqual(filterCities({ options: ALL, search: "zeppelin" }, WORDS), []);
});

test("a list that does not come is said, and the next use asks again", async () => {
  let works = false;
  const { input, asked, dash } = openChooser("/cities/en/lost.json", () => (works ? answered() : { ok: false }));
  useChooser(input);
  await come();
  assert.deepEqual([listState(), dash.given], ["lost", [[ID, { error: "cannot be loaded" }]]]);
  works = true;
  useChooser(input);
  await come();
  assert.deepEqual([listState(), asked.length], ["whole", 2]);
});

test("a chooser of few cities has its whole list", () => {
  openPage("<input>");
  assert.equal(listState(), "whole");
  assert.deepEqual(labels(filterCities({ options: NEAR, search: "" }, WORDS)), ["Riverton"]);
});
