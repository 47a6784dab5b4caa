import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startExportMenu } from "../../../../assets/js/panel/export_menu.js";
import { followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const button = (format) => `<button data-export="${format}" data-page="services" data-panel="trend">${format}</button>`;
const BODY = `<section class="panel"><div class="js-plotly-plot"></div>
  <details open>${button("csv")}${button("svg")}</details></section>
  <section class="panel">
  <details open><button id="bare" data-export="png" data-panel="table"></button></details></section>`;

let page;
let downloads;
let asked;

beforeEach(() => {
  page = openPage(BODY);
  downloads = [];
  page.document.addEventListener("click", (event) => {
    if (!event.target.download) return;
    downloads.push([event.target.getAttribute("href"), event.target.download]);
    event.preventDefault();
  });
  page.window.Plotly = {
    toImage: async ({ layout }, { format, width }) => `data:image/${format};${width};${layout.title.text}`,
  };
  asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    const figure = { title: "Requests", data: [], layout: { margin: { t: 8 } } };
    return url.includes("/trend.json") ? { ok: true, json: async () => figure } : { ok: false };
  };
  followStore({ city: "riverton", service: "noise|water" });
  startExportMenu();
});

test("records come from the server in the reader's view, and the menu closes", () => {
  page.document.querySelector('[data-export="csv"]').click();
  assert.deepEqual(downloads, [["/export/services/trend.csv?city=riverton&service=noise%7Cwater", "trend.csv"]]);
  assert.equal(page.document.querySelector("details").open, false);
});

test("a picture is made of the figure that the server has of the view", async () => {
  page.document.querySelector('[data-export="svg"]').click();
  await page.settled();
  assert.deepEqual(asked, ["/picture/services/trend.json?city=riverton&service=noise%7Cwater"]);
  assert.deepEqual(downloads, [["data:image/svg;1200;Requests", "trend.svg"]]);
});

test("a panel without a figure gives no picture", async () => {
  page.document.getElementById("bare").click();
  await page.settled();
  assert.deepEqual(downloads, []);
});
