/* What does not fit at a type that can be read leaves whole, the highest data-drop first; the type never shrinks. */
(function () {
  "use strict";
  /* Rounding and the leading of large digits: two and a half pixels of 1080. */
  const slack = () => window.innerHeight / 432;

  const shown = (element) => !element.closest("[data-dropped]");

  /* Whether something of the scene is cut off: the scene itself, or the words in one of its boxes. */
  function overflows(scene) {
    const wide = (box) => box.scrollWidth > box.clientWidth + slack();
    const boxes = [scene, ...scene.querySelectorAll("[data-fit], .wall-tiles, .wall-pictures, .wall-picture, .wall-rows, .wall-tile, .wall-row, .wall-caption, .wall-legend")];
    return boxes.some((box) => shown(box) && (wide(box) || box.scrollHeight > box.clientHeight + slack()))
      || [...scene.querySelectorAll(".wall-value, .wall-cell, .wall-told")].some((line) => shown(line) && wide(line));
  }

  /* A column whose elements all left gives its room to the other. */
  function settle(scene) {
    scene.querySelectorAll(".wall-pictures, .wall-tiles").forEach((column) => {
      const empty = [...column.children].every((child) => child.hasAttribute("data-dropped"));
      column.toggleAttribute("data-empty", empty);
    });
  }

  /* Show everything, then let elements go until the rest fits, the last in the order first; those of one place in it go
   * together. What was let go in vain, since another element was the one that did not fit, comes back. What left is told:
   * names, and how many rows of a list. */
  function fit(scene) {
    const places = new Map();
    scene.querySelectorAll("[data-drop]").forEach((element) => {
      const place = Number(element.dataset.drop);
      places.set(place, [...(places.get(place) || []), element]);
      element.removeAttribute("data-dropped");
    });
    const drop = (place, gone) => {
      places.get(place).forEach((element) => element.toggleAttribute("data-dropped", gone));
      settle(scene);
    };
    settle(scene);
    const gone = [];
    for (const place of [...places.keys()].sort((a, b) => b - a)) {
      if (!overflows(scene)) break;
      drop(place, true);
      gone.unshift(place);
    }
    const fits = !overflows(scene);
    const mapless = () => !scene.querySelector('[data-part="map"]:not([data-dropped])');
    const goes = (place) => {
      if (mapless() && places.get(place).some((element) => element.dataset.part === "places")) return true; // a map's own line
      drop(place, false);
      const again = overflows(scene);
      if (again) drop(place, true);
      return again;
    };
    const left = (fits ? gone.filter(goes) : gone).flatMap((place) => places.get(place));
    const names = new Set(left.map((element) => element.dataset.name).filter(Boolean));
    return { left: [...names], rows: left.filter((element) => !element.dataset.name).length, fits };
  }

  window.citydeck = Object.assign(window.citydeck || {}, { wallFit: fit });
})();
