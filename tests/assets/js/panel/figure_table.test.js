import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startFigureTables, tableElement } from "../../../../assets/js/panel/figure_table.js";
import { openPage } from "../page.js";

const TABLE = {
  caption: "Requests by channel",
  heads: ["Channel", "Requests"],
  numbers: [false, true],
  rows: [
    ["App", "12"],
    ["<b>Phone</b>", "7"],
  ],
  values: ["app", "phone"],
  selects: "channel",
  pressed: [true, false],
};
const details = (table) =>
  `<details class="figure-table"><summary>Table</summary><div class="figure-table-body"></div></details>`.replace(
    "<details",
    `<details data-table='${JSON.stringify(table)}'`,
  );

let page;
const find = (selector) => page.document.querySelector(selector);

beforeEach(() => {
  page = openPage(`<div class="panel-body">${details(TABLE)}</div>`);
});

/** Open the table as a reader does. */
function open() {
  startFigureTables();
  find("details").open = true;
  find("details").dispatchEvent(new page.window.Event("toggle"));
}

test("a table has its caption, heads and rows, and what a publisher wrote is text", () => {
  const made = tableElement(TABLE);
  assert.equal(made.querySelector("caption").textContent, "Requests by channel");
  assert.deepEqual(
    [...made.querySelectorAll("thead th")].map((each) => [each.textContent, each.className]),
    [
      ["Channel", ""],
      ["Requests", "number"],
    ],
  );
  assert.deepEqual(
    [...made.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
    TABLE.rows,
  );
  assert.equal(made.querySelector("b"), null);
});

test("the name of a row is a button that selects what its mark selects", () => {
  const [first, second] = tableElement(TABLE).querySelectorAll("button");
  assert.deepEqual({ ...first.dataset }, { marks: "channel", value: "app" });
  assert.deepEqual(
    [first, second].map((each) => each.getAttribute("aria-pressed")),
    ["true", "false"],
  );
});

test("a period and an area are not pressed, they are gone to", () => {
  for (const selects of ["period", "area"]) {
    assert.equal(
      tableElement({ ...TABLE, selects })
        .querySelector("button")
        .hasAttribute("aria-pressed"),
      false,
    );
  }
});

test("rows that select nothing have no button", () => {
  assert.equal(tableElement({ ...TABLE, values: null }).querySelector("button"), null);
  const [app, phone] = tableElement({ ...TABLE, values: ["app", null] }).querySelectorAll("tbody th");
  assert.deepEqual([app.children.length, phone.children.length, phone.textContent], [1, 0, "<b>Phone</b>"]);
});

test("a table is drawn when it is opened, and again when its words change", async () => {
  assert.equal(find("table"), null);
  open();
  assert.equal(page.document.querySelectorAll("tbody tr").length, 2);
  find("button[data-value=phone]").focus();
  find("details").dataset.table = JSON.stringify({
    ...TABLE,
    rows: [
      ["App", "1"],
      ["Phone", "8"],
    ],
  });
  await page.settled();
  assert.deepEqual(
    [...page.document.querySelectorAll("td")].map((each) => each.textContent),
    ["1", "8"],
  );
  assert.equal(page.document.activeElement.dataset.value, "phone");
});

test("the focus goes to the summary when its row is gone", async () => {
  open();
  find("button[data-value=phone]").focus();
  find("details").dataset.table = JSON.stringify({ ...TABLE, rows: [["App", "1"]], values: ["app"] });
  await page.settled();
  assert.equal(page.document.activeElement.tagName, "SUMMARY");
});

test("a table that was open stays open when its panel answers again", async () => {
  open();
  const next = page.document.createElement("div");
  next.innerHTML = details({ ...TABLE, caption: "Anew" });
  find(".panel-body").replaceChildren(...next.children);
  await page.settled();
  assert.equal(find("details").open, true);
  assert.equal(find("caption").textContent, "Anew");
});

test("Escape closes the table and takes nothing of the view back", () => {
  open();
  find("button").focus();
  const event = new page.window.KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  find("button").dispatchEvent(event);
  assert.deepEqual(
    [find("details").open, event.defaultPrevented, page.document.activeElement.tagName],
    [false, true, "SUMMARY"],
  );
});
