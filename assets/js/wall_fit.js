/* What does not fit at a type that can be read leaves whole, the highest data-drop first; the type never shrinks. */
(function () {
  "use strict";
  const SLACK_PX = 2;

  const shown = (element) => !element.closest("[data-dropped]");

  /* Whether something of the scene is cut off: the scene itself, or the words in one of its boxes. */
  function overflows(scene) {
    const wide = (box) => box.scrollWidth > box.clientWidth + SLACK_PX;
    const boxes = [scene, ...scene.querySelectorAll("[data-fit], .wall-tiles, .wall-pictures, .wall-picture, .wall-rows, .wall-tile, .wall-row, .wall-caption, .wall-legend")];
    return boxes.some((box) => shown(box) && (wide(box) || box.scrollHeight > box.clientHeight + SLACK_PX))
      || [...scene.querySelectorAll(".wall-value, .wall-cell, .wall-told")].some((line) => shown(line) && wide(line));
  }

  /* A column whose elements all left gives its room to the other. */
  function settle(scene) {
    scene.querySelectorAll(".wall-pictures, .wall-tiles").forEach((column) => {
      const empty = [...column.children].every((child) => child.hasAttribute("data-dropped"));
      column.toggleAttribute("data-empty", empty);
    });
  }

  /* Show everything, then let elements go until the rest fits; those of one place in the order go together. What left comes back: names, and how many rows of a list. */
  function fit(scene) {
    const elements = [...scene.querySelectorAll("[data-drop]")];
    elements.forEach((element) => element.removeAttribute("data-dropped"));
    settle(scene);
    elements.sort((a, b) => Number(b.dataset.drop) - Number(a.dataset.drop));
    const left = [];
    let rows = 0;
    while (overflows(scene) && elements.length) {
      const place = elements[0].dataset.drop;
      while (elements.length && elements[0].dataset.drop === place) {
        const element = elements.shift();
        element.setAttribute("data-dropped", "");
        if (element.dataset.name) left.push(element.dataset.name);
        else rows += 1;
      }
      settle(scene);
    }
    return { left: [...new Set(left)], rows, fits: !overflows(scene) };
  }

  window.citydeck = Object.assign(window.citydeck || {}, { wallFit: fit });
})();
