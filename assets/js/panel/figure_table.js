/** The table behind a figure: drawn from the words that Python sent when it is opened, and again when they change. */

/**
 * @typedef {object} Table what `data-table` says
 * @property {string} [caption]
 * @property {string[]} heads
 * @property {boolean[]} numbers which columns are numbers
 * @property {string[][]} rows
 * @property {(string | null)[] | null} values what each row's mark selects
 * @property {string} selects the dimension of those
 * @property {boolean[]} pressed which rows are selected
 */

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(string | Node)} children
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

/**
 * The first cell of a row names it; where the figure's marks select something, its button selects the same.
 * @param {Table} table
 * @param {number} index
 */
function rowHead(table, index) {
  const value = table.values ? table.values[index] : null;
  const name = table.rows[index][0];
  if (value === null) return element("th", { scope: "row" }, name);
  const attributes = { type: "button", "data-marks": table.selects, "data-value": value };
  const isToggle = !["period", "week", "day", "area"].includes(table.selects);
  /** @type {Record<string, string>} */
  const pressed = isToggle ? { "aria-pressed": String(table.pressed[index]) } : {};
  return element("th", { scope: "row" }, element("button", { ...attributes, ...pressed }, name));
}

/** @param {Table} table @returns {HTMLElement} */
export function tableElement(table) {
  const kind = (/** @type {number} */ column) => ({ class: table.numbers[column] ? "number" : "" });
  const heads = table.heads.map((head, column) => element("th", { scope: "col", ...kind(column) }, head));
  const rows = table.rows.map((row, index) => {
    const cells = row.slice(1).map((text, column) => element("td", kind(column + 1), text));
    return element("tr", {}, rowHead(table, index), ...cells);
  });
  const caption = table.caption ? [element("caption", {}, table.caption)] : [];
  const [head, body] = [element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)];
  return element("table", { class: "records" }, ...caption, head, body);
}

/**
 * Draw the table anew; the focus stays on the row that had it, or goes to the summary where that row is gone.
 * @param {HTMLElement} details
 */
function draw(details) {
  const body = details.querySelector(".figure-table-body");
  if (!body) return;
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && body.contains(active) ? active.dataset.value : undefined;
  body.replaceChildren(tableElement(JSON.parse(details.dataset.table ?? "")));
  if (focused === undefined) return;
  const buttons = [...body.querySelectorAll("button")];
  (buttons.find(({ dataset }) => dataset.value === focused) ?? details.querySelector("summary"))?.focus();
}

/** @type {WeakSet<Element>} */
const observed = new WeakSet();

/** A panel that answers again brings a new table: one that was open stays open. @param {Element} panelBody */
function stayOpen(panelBody) {
  if (observed.has(panelBody)) return;
  observed.add(panelBody);
  new MutationObserver((changes) => {
    const removed = changes.flatMap(({ removedNodes }) => [...removedNodes]);
    const before = removed.filter((node) => isTable(node)).pop();
    const after = panelBody.querySelector("details.figure-table");
    if (!before?.open || !isTable(after) || after.open) return;
    after.open = true;
    draw(after);
  }).observe(panelBody, { childList: true });
}

/** @param {unknown} node @returns {node is HTMLDetailsElement} */
const isTable = (node) => node instanceof HTMLDetailsElement && node.matches(".figure-table");

/** @param {Event} event */
function toggled({ target }) {
  if (!isTable(target) || !target.open) return;
  draw(target);
  const panelBody = target.closest(".panel-body");
  if (panelBody) stayOpen(panelBody);
}

/**
 * Escape closes the open thing that the focus is in, and so takes nothing of the view back.
 * @param {KeyboardEvent} event
 */
function closeByEscape(event) {
  if (event.key !== "Escape" || !(event.target instanceof Element)) return;
  const open = event.target.closest("details.figure-table[open], details.menu[open], details.kpi-definition[open]");
  if (!open) return;
  event.preventDefault();
  open.removeAttribute("open");
  open.querySelector("summary")?.focus();
}

export function startFigureTables() {
  document.addEventListener("toggle", toggled, true);
  document.addEventListener("keydown", closeByEscape);
  new MutationObserver((changes) => {
    changes.forEach(({ target }) => {
      if (isTable(target) && target.open) draw(target);
    });
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-table"] });
}
