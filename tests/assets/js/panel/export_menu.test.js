import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startExportMenu } from "../../../../assets/js/panel/export_menu.js";
import { described } from "../../../../assets/js/panel/export_picture.js";
import { followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const button = (format) => `<button data-export="${format}" data-page="services" data-panel="trend">${format}</button>`;
const BUTTONS = ["csv", "svg", "png"].map(button).join("");
const BODY = `<section class="panel"><details open><div>${BUTTONS}</div></details></section>`;
const FIGURE = {
  data: [{ x: [1] }],
  layout: { width: 960, height: 540, paper_bgcolor: "var(--panel)" },
  title: "Requests <b>",
  description: "Period: 2025 & before",
  file: "services_trend_Riverton",
};

let page;
let downloads;
let asked;
let drawn;
let answer;

beforeEach(() => {
  page = openPage(BODY);
  [downloads, asked, drawn] = [[], [], []];
  answer = { ok: true, json: async () => FIGURE };
  page.document.addEventListener("click", (event) => {
    if (!event.target.hasAttribute("download")) return;
    downloads.push([event.target.getAttribute("href"), event.target.download]);
    event.preventDefault();
  });
  globalThis.fetch = async (href) => (asked.push(href), answer);
  page.window.Plotly = {
    toImage: async (figure, { format, width, height, scale }) => {
      drawn.push({ figure, size: [width, height, scale] });
      return format === "svg" ? "data:image/svg+xml,%3Csvg%20width%3D%221%22%3E%3Cg/%3E%3C/svg%3E" : "data:image/png;1";
    },
  };
  followStore({ city: "riverton", service: "noise|water" });
  startExportMenu();
});

const press = async (format) => {
  page.document.querySelector(`[data-export="${format}"]`).click();
  await page.settled();
};

test("records come from the server in the reader's view, under its name, and the menu closes", async () => {
  await press("csv");
  assert.deepEqual(downloads, [["/export/services/trend.csv?city=riverton&service=noise%7Cwater", ""]]);
  assert.equal(page.document.querySelector("details").open, false);
});

test("a picture is drawn from the server's figure of the view, twice as fine as a slide", async () => {
  await press("png");
  assert.deepEqual(asked, ["/export/services/trend.figure.json?city=riverton&service=noise%7Cwater"]);
  assert.deepEqual(drawn[0].size, [960, 540, 2]);
  assert.deepEqual(downloads, [["data:image/png;1", "services_trend_Riverton.png"]]);
});

test("an SVG says what it is, whatever is in its words", async () => {
  await press("svg");
  const [[href, name]] = downloads;
  assert.equal(name, "services_trend_Riverton.svg");
  const told = "<title>Requests &lt;b&gt;</title><desc>Period: 2025 &amp; before</desc>";
  assert.equal(decodeURIComponent(href), `data:image/svg+xml,<svg width="1">${told}<g/></svg>`);
});

test("what a title is made of is never taken for a pattern", () => {
  assert.equal(described("<svg></svg>", "$& $1", ""), "<svg><title>$&amp; $1</title><desc></desc></svg>");
});

test("where there is nothing to draw the menu says why, once", async () => {
  answer = { ok: false, text: async () => "Nothing matches.\n" };
  await press("svg");
  await press("svg");
  assert.deepEqual(downloads, []);
  assert.deepEqual(
    [...page.document.querySelectorAll('[role="alert"]')].map((told) => told.textContent.trim()),
    ["Nothing matches."],
  );
  assert.equal(page.document.querySelector("details").open, true);
});
