import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startExportMenu } from "../../../../assets/js/panel/export_menu.js";
import { described } from "../../../../assets/js/panel/export_picture.js";
import { facesOf } from "../../../../assets/js/panel/picture_fonts.js";
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

test("records come from the server in the reader's view, under its name, and the menu closes", async (test) => {
  test.mock.timers.enable({ apis: ["setTimeout"] }); // or this file would end only when they are let go of
  const letGo = test.mock.method(URL, "revokeObjectURL").mock;
  answer = {
    ok: true,
    headers: new Headers({ "Content-Disposition": "attachment; filename*=UTF-8''trend_%E6%B7%B1%E5%9C%B3.csv" }),
    blob: async () => new Blob(["month,requests"]),
  };
  await press("csv");
  assert.deepEqual(asked, ["/export/services/trend.csv?city=riverton&service=noise%7Cwater"]);
  const [[href, name]] = downloads;
  assert.match(href, /^blob:/);
  assert.equal(name, "trend_深圳.csv");
  assert.equal(page.document.querySelector("details").open, false);
  test.mock.timers.tick(59_999);
  assert.equal(letGo.callCount(), 0);
  test.mock.timers.tick(1);
  assert.deepEqual(letGo.calls[0].arguments, [href]);
});

test("records that are refused say why in the menu", async () => {
  answer = { ok: false, text: async () => "This cannot keep your choice of channel.\n" };
  await press("csv");
  assert.deepEqual(downloads, []);
  assert.match(page.document.querySelector("[role=alert]").textContent, /cannot keep your choice of channel/);
});

test("a picture is drawn from the server's figure of the view, in the size of a slide", async () => {
  await press("svg");
  assert.deepEqual(asked, ["/export/services/trend.figure.json?city=riverton&service=noise%7Cwater"]);
  assert.deepEqual(drawn[0].size, [960, 540, 1]);
});

test("a picture of dots brings the faces that its letters need, each with one of them", () => {
  const face = (family, range) => ({
    cssText: `@font-face { font-family: ${family}; src: url("${family}.woff2") }`,
    style: { getPropertyValue: (name) => (name === "unicode-range" ? range : family) },
  });
  const sheet = {
    href: "http://deck/assets/css/fonts.css",
    cssRules: [
      face("latin", "U+0-FF"),
      face("common", "U+6df0-6df4, U+4e00"),
      face("rare", "U+9f98"),
      { cssText: "p {}" },
    ],
  };
  const found = facesOf(" 2026 深一", [sheet]).map(({ sample, address }) => [sample, address]);
  assert.deepEqual(found, [
    ["2", "http://deck/assets/css/latin.woff2"],
    ["深", "http://deck/assets/css/common.woff2"],
  ]);
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
