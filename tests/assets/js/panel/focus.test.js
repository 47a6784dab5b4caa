import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { restoreFocus } from "../../../../assets/js/panel/focus.js";
import { openPage } from "../page.js";

const BODY = `<main id="content">
  <div class="chips"><button data-select="a">A</button><button data-select="b">B</button><button>C</button></div>
  <div class="tiles">
    <details class="figure-table"><summary id="summary">Table</summary><button data-value="x">X</button></details></div>
  <button id="outside">Outside</button></main>`;

let page;
const active = () => page.document.activeElement;

/** The part answers again with such content. */
async function answer(selector, html) {
  page.document.querySelector(selector).innerHTML = html;
  await page.settled();
}

beforeEach(() => {
  page = openPage(BODY);
  page.window.HTMLElement.prototype.checkVisibility = function () {
    return !this.closest("[hidden]");
  };
  restoreFocus();
});

test("the one that says the same takes the focus over, wherever it is now", async () => {
  page.document.querySelector("[data-select=a]").focus();
  await answer(".chips", '<button>C</button><button data-select="a" id="same">A</button>');
  assert.equal(active().id, "same");
});

test("else the one in its place, or the last before it", async () => {
  page.document.querySelector("[data-select=b]").focus();
  await answer(".chips", '<button data-select="a">A</button><button id="next">D</button><button>E</button>');
  assert.equal(active().id, "next");
  await answer(".chips", '<button id="last">F</button>');
  assert.equal(active().id, "last");
});

test("a row that is gone gives the focus to its table's summary", async () => {
  page.document.querySelector("[data-value=x]").focus();
  await answer(
    ".tiles",
    '<button>Menu</button><details class="figure-table"><summary id="again">Table</summary></details>',
  );
  assert.equal(active().id, "again");
});

test("a part with nothing left takes the focus itself, one out of sight gives it to the content", async () => {
  page.document.querySelector("[data-select=a]").focus();
  await answer(".chips", "<p>Nothing</p>");
  assert.equal(active().className, "chips");
  page.document.querySelector("[data-value=x]").focus();
  page.document.querySelector(".tiles").hidden = true;
  await answer(".tiles", "");
  assert.equal(active().id, "content");
});

test("a reader who went elsewhere is left there", async () => {
  page.document.querySelector("[data-select=a]").focus();
  page.document.getElementById("outside").focus();
  await answer(".chips", '<button data-select="a">A</button>');
  assert.equal(active().id, "outside");
});

test("a press of the mouse leaves the place", async () => {
  page.document.querySelector("[data-select=a]").focus();
  page.document.dispatchEvent(new page.window.Event("pointerdown"));
  await answer(".chips", '<button data-select="a">A</button>');
  assert.equal(active(), page.document.body);
});
