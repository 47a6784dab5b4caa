/* The table behind a figure: drawn from the words that Python sent when it is opened, and again when they change. */
(function () {
  "use strict";

  function made(name, text, attributes) {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    Object.entries(attributes || {}).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  }

  /* The first cell of a row names it; where the figure's marks select something, its button selects the same. */
  function first(table, index) {
    const cell = made("th", undefined, { scope: "row" });
    const value = table.values ? table.values[index] : null;
    if (value === null) {
      cell.textContent = table.rows[index][0];
    } else {
      const attributes = { type: "button", "data-marks": table.selects, "data-value": value };
      if (table.selects !== "period" && table.selects !== "area") attributes["aria-pressed"] = table.pressed[index];
      cell.append(made("button", table.rows[index][0], attributes));
    }
    return cell;
  }

  function draw(details) {
    const table = JSON.parse(details.dataset.table);
    const body = details.querySelector(".figure-table-body");
    const held = body.contains(document.activeElement) ? document.activeElement.dataset.value : undefined;
    const records = made("table", undefined, { class: "records" });
    if (table.caption) records.append(made("caption", table.caption));
    const heads = made("tr");
    heads.append(...table.heads.map((head, index) => made("th", head, { scope: "col", class: table.numbers[index] ? "number" : "" })));
    const head = made("thead");
    head.append(heads);
    const lines = made("tbody");
    table.rows.forEach((row, index) => {
      const line = made("tr");
      line.append(first(table, index), ...row.slice(1).map((text, at) => made("td", text, { class: table.numbers[at + 1] ? "number" : "" })));
      lines.append(line);
    });
    records.append(head, lines);
    body.replaceChildren(records);
    const again = held !== undefined && [...body.querySelectorAll("[data-value]")].find((each) => each.dataset.value === held);
    if (again) again.focus();
  }

  /* A panel that answers again brings a new table: one that was open stays open, its focus where it was. */
  const watched = new WeakMap();

  function keepOpen(body) {
    if (watched.has(body)) return;
    const observer = new MutationObserver(() => {
      const fresh = body.querySelector("details.figure-table");
      if (!fresh || fresh.open) return;
      fresh.open = true;
      draw(fresh);
      const value = body.dataset.pressed;
      const again = value !== undefined && [...fresh.querySelectorAll("[data-value]")].find((each) => each.dataset.value === value);
      if (again && document.activeElement === document.body) again.focus();
    });
    observer.observe(body, { childList: true });
    watched.set(body, observer);
  }

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("details.figure-table")) return;
    const body = event.target.closest(".panel-body");
    if (event.target.open) {
      draw(event.target);
      keepOpen(body);
    } else if (watched.has(body)) {
      watched.get(body).disconnect();
      watched.delete(body);
    }
  }, true);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-marks]");
    if (mark) mark.closest(".panel-body").dataset.pressed = mark.dataset.value;
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest("details.figure-table[open], details.menu[open], details.kpi-definition[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver((changes) => {
      changes.forEach(({ target }) => { if (target.open) draw(target); });
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-table"] });
  });
})();
