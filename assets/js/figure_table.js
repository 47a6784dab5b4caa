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
    if (held !== undefined) (again || details.querySelector("summary")).focus();
  }

  /* A panel that answers again brings a new table: one that was open stays open. */
  const watched = new WeakSet();

  function keepOpen(body) {
    if (watched.has(body)) return;
    watched.add(body);
    new MutationObserver((changes) => {
      const gone = changes.flatMap(({ removedNodes }) => [...removedNodes]).filter((each) => each.matches("details.figure-table")).pop();
      const fresh = body.querySelector("details.figure-table");
      if (!gone || !gone.open || !fresh || fresh.open) return;
      fresh.open = true;
      draw(fresh);
    }).observe(body, { childList: true });
  }

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("details.figure-table")) return;
    if (!event.target.open) return;
    draw(event.target);
    keepOpen(event.target.closest(".panel-body"));
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest("details.figure-table[open], details.menu[open], details.kpi-definition[open]");
    if (!open) return;
    event.preventDefault(); // it closes this, and takes nothing of the view back
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver((changes) => {
      changes.forEach(({ target }) => { if (target.open) draw(target); });
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-table"] });
  });
})();
