import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { nextOrder, startTurning } from "../../../../assets/js/charts/turn.js";
import { openPage } from "../page.js";

const BODY = (orders) => `<div class="ranking"><button data-turn="${orders.join(" ")}">
  ${orders.map((order) => `<span data-order="${order}">${order}</span>`).join("")}</button>
  <table>${orders.map((order) => `<tbody data-rows="${order}"></tbody>`).join("")}</table></div>`;

let page;
const shown = () => [...page.document.querySelectorAll(".ranking :not([hidden]).turned")].map((each) => each.tagName);
const order = () => page.document.querySelector("tbody:not([hidden])").dataset.rows;

beforeEach(() => {
  page = openPage(`<section class="panel"><div class="panel-body">${BODY(["largest", "smallest"])}</div></section>`);
  startTurning();
});

test("each press shows the next order, the last leads to the first", () => {
  page.document.querySelector("[data-turn]").click();
  assert.equal(order(), "smallest");
  assert.deepEqual(shown(), ["SPAN", "TBODY"]);
  page.document.querySelector("[data-turn]").click();
  assert.equal(order(), "largest");
  assert.equal(nextOrder(["a", "b"], undefined), "b");
});

test("an answer that comes anew is shown in the order that was chosen, or in its own where it lacks that", () => {
  page.document.querySelector("[data-turn]").click();
  const drawn = () => body.dispatchEvent(new page.window.CustomEvent("citydeck-drawn", { bubbles: true }));
  const body = page.document.querySelector(".panel-body");
  body.innerHTML = BODY(["largest", "smallest", "outliers"]);
  drawn();
  assert.equal(order(), "smallest");
  body.innerHTML = BODY(["given", "other"]);
  drawn();
  assert.equal(order(), "given");
});
