/* A part of the page that answers again brings new elements: the focus stays where the reader left it. */
(function () {
  "use strict";
  const ANSWERED = ".panel-body, .tiles, .chips, .breadcrumb, .area-list";
  const REACHED = "a[href], button, summary, input, [tabindex='0']";
  /* What had the focus last: the element, the part it lies in, and its place among what can be reached there. */
  let last = null;
  const watched = new WeakSet();

  const reached = (part) => [...part.querySelectorAll(REACHED)].filter((each) => each.checkVisibility());
  const sameAs = (one) => (other) =>
    ["value", "select", "export"].some((name) => one.dataset[name] !== undefined && one.dataset[name] === other.dataset[name]);

  /* The one that says the same, else the table's own summary, else whatever took its place; a part that has nothing left
   * takes the focus itself, or the page's content where nothing of the part is seen, so that the next Tab goes on there. */
  function successor() {
    const there = reached(last.part);
    const same = there.find(sameAs(last.element));
    if (same) return same;
    if (last.element.closest(".figure-table")) return there.find((each) => each.matches(".figure-table > summary")) || last.part;
    return there[Math.min(last.place, there.length - 1)] || last.part;
  }

  function restore() {
    if (!last || last.element.isConnected || document.activeElement !== document.body || !last.part.isConnected) return;
    let next = successor();
    if (next === last.part) {
      if (!next.checkVisibility()) next = document.querySelector("#content");
      next.tabIndex = -1;
    }
    next.focus({ preventScroll: true });
  }

  document.addEventListener("focusin", (event) => {
    const part = event.target.closest(ANSWERED);
    if (part === event.target) return;
    last = part && { element: event.target, part, place: reached(part).indexOf(event.target) };
    if (!part || watched.has(part)) return;
    watched.add(part);
    // A microtask later, when a table that was open is open again.
    new MutationObserver(() => queueMicrotask(restore)).observe(part, { childList: true, subtree: true });
  });
  /* Who presses elsewhere leaves the place. */
  document.addEventListener("pointerdown", () => { last = null; });
})();
