import assert from "node:assert/strict";
import { test } from "node:test";
import { fit, placesThatLeave } from "../../../../assets/js/wall/fit.js";
import { openPage } from "../page.js";

/** Let places leave a scene that fits while `fits(present)`; what left, what is present, whether it fits. */
function leaving(places, fits, mayReturn = () => true) {
  const present = new Set(places);
  const drop = (place, gone) => (gone ? present.delete(place) : present.add(place));
  return { ...placesThatLeave(places, drop, () => fits(present), mayReturn), present: [...present].sort() };
}

test("nothing leaves a scene that fits", () => {
  assert.deepEqual(
    leaving([1, 2], () => true),
    { gone: [], fits: true, present: [1, 2] },
  );
});

test("the last in the order leave first, no more than needed", () => {
  assert.deepEqual(
    leaving([2, 10, 1, 3], (present) => present.size <= 2),
    { gone: [3, 10], fits: true, present: [1, 2] },
  );
});

test("what left in vain comes back", () => {
  assert.deepEqual(
    leaving([1, 2, 3], (present) => !present.has(2)),
    { gone: [2], fits: true, present: [1, 3] },
  );
});

test("what must not come back stays away", () => {
  const found = leaving(
    [1, 2, 3],
    (present) => !present.has(2),
    (place) => place !== 3,
  );
  assert.deepEqual(found, { gone: [2, 3], fits: true, present: [1] });
});

test("a scene that never fits says so, with all that left", () => {
  assert.deepEqual(
    leaving([1, 2], () => false),
    { gone: [1, 2], fits: false, present: [] },
  );
});

/** A scene whose height is the sum of what is shown in it, on a screen of 432 pixels (a slack of one). */
function openScene(body, room) {
  const { document, window } = openPage(`<section>${body}</section>`);
  window.innerHeight = 432;
  const scene = document.querySelector("section");
  const height = () =>
    [...scene.querySelectorAll("[data-px]")]
      .filter((each) => !each.closest("[data-dropped]"))
      .reduce((sum, each) => sum + Number(each.dataset.px), 0);
  Object.defineProperty(scene, "clientHeight", { value: room });
  Object.defineProperty(scene, "scrollHeight", { get: height });
  return scene;
}

test("what left is named, rows of a list are counted", () => {
  const scene = openScene(
    `<p data-drop="1" data-name="Map" data-px="50"></p><p data-drop="2" data-name="Trend" data-px="50"></p>
    <p data-drop="3" data-px="10"></p><p data-drop="3" data-px="10"></p>`,
    50,
  );
  assert.deepEqual(fit(scene), { left: ["Trend"], rows: 2, fits: true });
});

test("a pixel of rounding is not too much", () => {
  assert.deepEqual(fit(openScene('<p data-drop="1" data-name="Map" data-px="51"></p>', 50)).left, []);
  assert.deepEqual(fit(openScene('<p data-drop="1" data-name="Map" data-px="52"></p>', 50)).left, ["Map"]);
});

test("the line under a map leaves with it", () => {
  const scene = openScene(
    `<p data-drop="1" data-part="map" data-name="Map" data-px="80"></p>
    <p data-drop="2" data-part="places" data-name="Places" data-px="10"></p>
    <p data-drop="3" data-name="Trend" data-px="10"></p>`,
    50,
  );
  assert.deepEqual(fit(scene).left, ["Map", "Places"]);
});

test("a column that all left gives its room away, and takes it back", () => {
  const scene = openScene('<div class="wall-tiles"><p data-drop="1" data-name="Tile" data-px="80"></p></div>', 50);
  fit(scene);
  assert.equal(scene.querySelector(".wall-tiles").hasAttribute("data-empty"), true);
  scene.querySelector("p").dataset.px = "40";
  fit(scene);
  assert.equal(scene.querySelector(".wall-tiles").hasAttribute("data-empty"), false);
});
