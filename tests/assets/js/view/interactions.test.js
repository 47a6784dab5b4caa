import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startViewInteractions } from "../../../../assets/js/view/interactions.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const BODY = `
  <button id="chip" data-select='{"area": "NW"}'><span>North-west</span></button>
  <button id="mark" data-marks="channel" data-value="phone">Phone</button>
  <a id="link" href="/fiscal" data-navigate="/fiscal">Money</a>
  <details class="menu" id="one" open><summary>One</summary></details>
  <details class="menu" id="two" open><summary>Two</summary></details>
  <input id="box"><p id="text">Text</p>`;

let page;
const byId = (id) => page.document.getElementById(id);
const press = (id, key, prevented = false) => {
  const event = new page.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  if (prevented) event.preventDefault();
  byId(id).dispatchEvent(event);
};

beforeEach(() => {
  page = openPage(BODY);
  followStore({ city: "riverton", channel: "app" });
  startViewInteractions();
});

test("a chip selects what it says, wherever it is clicked", () => {
  page.document.querySelector("#chip span").click();
  assert.equal(currentView().area, "NW");
});

test("a row's button selects like its mark", () => {
  byId("mark").click();
  assert.equal(currentView().channel, "app|phone");
});

test("a link takes place and time along, and no dimension", () => {
  byId("link").addEventListener("click", (event) => event.preventDefault());
  byId("link").click();
  assert.equal(byId("link").getAttribute("href"), "/fiscal?city=riverton");
});

test("a link that opens another tab stays as it is", () => {
  byId("link").addEventListener("click", (event) => event.preventDefault());
  byId("link").dispatchEvent(new page.window.MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }));
  assert.equal(byId("link").getAttribute("href"), "/fiscal");
});

test("a click elsewhere closes the menus that are open", () => {
  page.document.querySelector("#one summary").click();
  assert.equal(byId("two").open, false);
  byId("text").click();
  assert.equal(byId("one").open, false);
});

test("Escape takes the last choice back, unless it had another meaning", () => {
  press("box", "Escape");
  press("one", "Escape");
  press("text", "Escape", true);
  press("text", "Enter");
  assert.equal(currentView().channel, "app");
  press("text", "Escape");
  assert.equal(currentView().channel, undefined);
});

test("a step back within the page goes no farther than our view", () => {
  let routerCalls = 0;
  page.window.addEventListener("popstate", () => {
    routerCalls += 1;
  });
  page.window.history.replaceState(null, "", "/services?city=riverton&area=SE");
  page.window.dispatchEvent(new page.window.Event("popstate"));
  assert.deepEqual([currentView(), routerCalls], [{ city: "riverton", area: "SE" }, 0]);
  page.window.history.replaceState(null, "", "/fiscal");
  page.window.dispatchEvent(new page.window.Event("popstate"));
  assert.equal(routerCalls, 1);
});
