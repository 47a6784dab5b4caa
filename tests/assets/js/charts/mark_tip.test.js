import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { linesOf, placeBeside, startMarkTips } from "../../../../assets/js/charts/mark_tip.js";
import { openPage } from "../page.js";

const ROW = (values) => `<table class="bars"><thead><tr><th>Service</th><th>Requests</th></tr></thead>
  <tbody><tr data-tip="cases: 7"><th scope="row"><button>Noise</button></th><td>${values}</td></tr></tbody></table>`;
const BODY = `<div class="figure"><div class="ranking">${ROW("<div><span></span><span>12</span></div>")}</div>
  <table><tbody><tr><td id="cell" data-tip="Mon, 1&#10;Requests: &lt;b&gt;5">5</td></tr></tbody></table></div>
  <p id="elsewhere"></p>`;

let page;
const tip = () => page.document.querySelector(".mark-tip");
const point = (selector) =>
  page.document
    .querySelector(selector)
    .dispatchEvent(new page.window.MouseEvent("pointermove", { bubbles: true, clientX: 10, clientY: 10 }));

beforeEach(() => {
  page = openPage(BODY);
  startMarkTips();
});

test("a row says its name, its value under its head, and the rest", () => {
  assert.deepEqual(linesOf(page.document.querySelector("tbody tr")), ["Noise", "Requests: 12", "cases: 7"]);
});

test("two values of a row are named by the legend", () => {
  page = openPage(`<div class="ranking"><ul class="figure-legend"><li>North</li><li>South</li></ul>
    ${ROW("<div>1</div><div>2</div>")}</div>`);
  assert.deepEqual(linesOf(page.document.querySelector("tbody tr")), ["Noise", "North: 1", "South: 2", "cases: 7"]);
});

test("what is said comes as text under the pointer, and goes with it", () => {
  point("#cell");
  assert.deepEqual(
    [...tip().children].map((line) => line.textContent),
    ["Mon, 1", "Requests: <b>5"],
  );
  point("#elsewhere");
  assert.equal(tip(), null);
});

test("Escape takes it away", () => {
  point("#cell");
  page.document.dispatchEvent(new page.window.KeyboardEvent("keydown", { key: "Escape" }));
  assert.equal(tip(), null);
});

test("it stands on the side that has room", () => {
  const [box, room] = [
    { width: 100, height: 50 },
    { width: 400, height: 300 },
  ];
  assert.deepEqual(placeBeside({ x: 10, y: 10 }, box, room), { left: 22, top: 22 });
  assert.deepEqual(placeBeside({ x: 390, y: 290 }, box, room), { left: 278, top: 228 });
  assert.deepEqual(placeBeside({ x: 50, y: 20 }, { width: 390, height: 290 }, room), { left: 4, top: 4 });
});
