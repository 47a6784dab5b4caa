"""What of a page's words a reader cannot read: cut off, outside the window, or over one another."""

from __future__ import annotations

#: Of each text that is in sight: where it is cut by something that does not scroll, reaches out of the window, or lies
#: on another text, or a word is broken by the end of its line; bars of rankings that are no bars, and lists and
#: maps that leave half of a line of the page empty. A line each; an empty list where all can be read.
UNREADABLE = """() => {
  const NOT_SHOWN = ".visually-hidden, .skip-link, .mark-tip, script, style, option, noscript";
  const scrolls = (style, axis) => ["auto", "scroll"].includes(style[`overflow${axis}`]);
  const placeOf = (element) => {
    const part = element.closest("[data-panel], [data-part], .map-panel, .sidebar, .topbar, .heading, .chips");
    return part?.dataset?.panel || part?.dataset?.part || part?.className || "";
  };
  // The part of a box that its surroundings leave in sight, and whether something that does not scroll cuts it.
  const seenOf = (own, box) => {
    let { left, top, right, bottom } = box, cut = false, scrolled = false;
    for (let up = own; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      if (up instanceof SVGElement && up.tagName !== "svg") continue;
      const room = up.getBoundingClientRect();
      if (right <= room.left || left >= room.right || bottom <= room.top || top >= room.bottom) return null;
      const wide = left < room.left - 2 || right > room.right + 2;
      // A font's box is higher than its letters: by a line's leading it may be cut.
      const leading = Math.max(2, box.height / 15);
      const high = top < room.top - leading || bottom > room.bottom + leading;
      if ((wide && scrolls(style, "X")) || (high && scrolls(style, "Y"))) scrolled = true;
      else if (!scrolled && (wide || high)) cut = true;
      [left, top] = [Math.max(left, room.left), Math.max(top, room.top)];
      [right, bottom] = [Math.min(right, room.right), Math.min(bottom, room.bottom)];
    }
    return { left, top, right, bottom, cut, scrolled };
  };
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const own = node.parentElement, text = node.textContent.trim().slice(0, 50);
    if (!text || own.closest(NOT_SHOWN)) continue;
    const isShown = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
    if (!own.checkVisibility(isShown)) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const seen = box.width > 1 && box.height > 1 && seenOf(own, box);
      if (seen) texts.push({ text, own, ...seen });
    }
  }
  const told = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > window.innerWidth) told.push(`scrolls sideways: ${wide}`);
  for (const { text, own, left, right, cut, scrolled } of texts) {
    if (cut) told.push(`cut: ${text} (${placeOf(own)})`);
    if (!scrolled && (left < -1 || right > window.innerWidth + 1)) told.push(`outside: ${text} (${placeOf(own)})`);
  }
  texts.sort((one, other) => one.top - other.top);
  texts.forEach((one, index) => {
    for (const other of texts.slice(index + 1)) {
      if (other.top > one.bottom) break;
      if (one.own === other.own || one.own.contains(other.own) || other.own.contains(one.own)) continue;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      // Boxes of lines are higher than their letters: a third of one may lie on the next.
      const least = Math.min(one.bottom - one.top, other.bottom - other.top) / 3;
      if (across > 3 && down > least) told.push(`over: ${one.text} | ${other.text} (${placeOf(one.own)})`);
    }
  });
  for (const { own } of texts) own.dataset.lines = Number(own.dataset.lines ?? 0) + 1;
  for (const own of document.querySelectorAll("[data-lines]")) {
    const lines = Number(own.dataset.lines);
    delete own.dataset.lines;
    if (lines < 2 || own.closest("svg, code, .subject")) continue;
    for (const node of own.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (const { 0: word, index } of node.textContent.matchAll(/[A-Za-z]{4,}/g)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (tops.size > 1) told.push(`broken: ${word} (${placeOf(own)})`);
      }
    }
  }
  for (const list of document.querySelectorAll(".alert-list:not(.wide-list)")) {
    if (list.scrollWidth > list.clientWidth + 1) told.push(`its last column is out of sight: ${placeOf(list)}`);
  }
  for (const table of document.querySelectorAll("table.bars:not(.bullets)")) {
    const bars = [...table.querySelectorAll(".bar")].map((bar) => bar.getBoundingClientRect().width);
    const room = table.getBoundingClientRect().width;
    if (room && Math.max(...bars) < room / 6) told.push(`no bar: ${placeOf(table)}`);
  }
  for (const table of document.querySelectorAll(".panel-body .cells")) {
    const body = table.closest(".panel-body").getBoundingClientRect(), { bottom } = table.getBoundingClientRect();
    if (window.innerWidth < 761 && body.bottom - bottom > body.height / 4) told.push(`half empty: ${placeOf(table)}`);
  }
  for (const map of document.querySelectorAll(".grid > .map-panel")) {
    const { right, bottom } = map.getBoundingClientRect(), room = map.parentElement.getBoundingClientRect();
    const stands = [...map.parentElement.children].some((other) => {
      const box = other.getBoundingClientRect();
      return box.width && box.left >= right && box.top < bottom;
    });
    if (right < room.right - room.width / 4 && !stands) told.push("empty beside the map");
  }
  for (const body of document.querySelectorAll(".panel.span-12 > .panel-body:not(:has(.long))")) {
    const list = body.querySelector(".timeline-body, .alert-list, .record-table");
    if (list?.offsetHeight && body.offsetHeight > 2 * list.offsetHeight) told.push(`half empty: ${placeOf(list)}`);
  }
  return told;
}"""
#: Codes among the words that are in sight: two small-letter words joined by an underscore, as in a contract's names.
CODES = """() => {
  const seen = document.body.innerText.match(/\\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\\b/g) ?? [];
  return [...new Set(seen)];
}"""
#: How far what was in sight moved by itself since the page was opened, as the browser counts it (cumulative layout
#: shift: the part of the window that moved times how far it moved, of its height).
SHIFTED = """() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift", buffered: true });
  const shifts = observer.takeRecords().filter(({ hadRecentInput }) => !hadRecentInput);
  return shifts.reduce((sum, { value }) => sum + value, 0);
}"""
#: The most that Web Vitals calls good.
MOST_SHIFTED = 0.1
