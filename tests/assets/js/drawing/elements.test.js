import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { drawAs, drawInto } from "../../../../assets/js/drawing/elements.js";
import { openPage } from "../page.js";

const element = (type, props = {}, ...children) => ({ type, props: { ...props, children } });

let host;

beforeEach(() => {
  openPage('<main id="host"></main>');
  host = document.getElementById("host");
});

test("elements, attributes and texts stand as they were sent", () => {
  drawInto(host, [
    element("Ol", { className: "list" }, element("Li", { "data-of": 7, hidden: true }, "first ", 2)),
    "end",
  ]);
  assert.equal(host.innerHTML, '<ol class="list"><li data-of="7" hidden="">first 2</li></ol>end');
});

test("what a publisher wrote is text, and no attribute runs a script", () => {
  drawInto(host, [element("P", { onclick: "alert(1)", title: '"><script>' }, "<img src=x onerror=alert(1)>")]);
  assert.equal(host.querySelector("img, script"), null);
  assert.equal(host.firstChild.getAttribute("onclick"), null);
  assert.equal(host.textContent, "<img src=x onerror=alert(1)>");
});

test("styles are written as CSS, variables by their names", () => {
  drawInto(host, [element("Div", { style: { minHeight: "2rem", "--tone": "path()" } })]);
  assert.equal(host.firstChild.getAttribute("style"), "min-height: 2rem; --tone: path()");
});

test("what differs changes, all else stays the same element", () => {
  drawInto(host, [element("P", { className: "old", title: "gone" }, "one"), element("B", {}, "two")]);
  const [paragraph, bold] = host.children;
  const text = paragraph.firstChild;
  drawInto(host, [element("P", { className: "new" }, "1"), element("B", {}, "two"), element("I", {}, "three")]);
  assert.equal(host.innerHTML, '<p class="new">1</p><b>two</b><i>three</i>');
  assert.deepEqual([host.children[0] === paragraph, paragraph.firstChild === text], [true, true]);
  assert.equal(host.children[1], bold);
  drawInto(host, [element("P", {}, "only")]);
  assert.equal(host.innerHTML, "<p>only</p>");
});

test("what the reader opened stays open", () => {
  drawInto(host, [element("Details", { className: "kpi" }, element("Summary", {}, "a"))]);
  host.firstChild.setAttribute("open", "");
  drawInto(host, [element("Details", { className: "kpi" }, element("Summary", {}, "b"))]);
  assert.equal(host.innerHTML, '<details class="kpi" open=""><summary>b</summary></details>');
});

test("what stands for something else is another element", () => {
  drawInto(host, [element("Button", { "data-select": "a" }, "A")]);
  const button = host.firstChild;
  drawInto(host, [element("Button", { "data-select": "a" }, "A!")]);
  assert.equal(host.firstChild, button);
  drawInto(host, [element("Button", { "data-select": "b" }, "B")]);
  assert.notEqual(host.firstChild, button);
});

test("what a script of ours made in an empty element stays there", () => {
  drawInto(host, [element("Div", { className: "body" })]);
  host.firstChild.append("made");
  drawInto(host, [element("Div", { className: "body" })]);
  assert.equal(host.textContent, "made");
  drawInto(host, [element("Div", { className: "body" }, "sent")]);
  drawInto(host, [element("Div", { className: "body" })]);
  assert.equal(host.textContent, "");
});

test("drawings are elements of SVG, and what lies in them too", () => {
  drawInto(host, [element("svg", { viewBox: "0 0 1 1" }, element("path", { d: "M0 0" }))]);
  assert.equal(host.firstChild.namespaceURI, "http://www.w3.org/2000/svg");
  assert.equal(host.querySelector("path").namespaceURI, "http://www.w3.org/2000/svg");
});

test("a figure is drawn once it is in the page, again in the same element, and let go when it leaves", () => {
  const done = [];
  drawAs("Figure", {
    make: () => document.createElement("div"),
    draw: (made, props) => done.push([made.isConnected, props.of]),
    remove: () => done.push("removed"),
  });
  drawInto(host, [element("Div", {}, { type: "Figure", props: { of: 1 } })]);
  const figure = host.querySelector("div div");
  drawInto(host, [element("Div", {}, { type: "Figure", props: { of: 2 } })]);
  assert.equal(host.querySelector("div div"), figure);
  drawInto(host, [element("P", {}, "a sentence")]);
  assert.deepEqual(done, [[true, 1], [true, 2], "removed"]);
});
