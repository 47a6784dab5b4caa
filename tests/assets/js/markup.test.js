import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Markup } from "../../../assets/js/markup.js";
import { openPage } from "./page.js";

beforeEach(() => {
  const { window } = openPage();
  window.React = {
    Fragment: "fragment",
    createElement: (type, attributes, ...children) => ({ type, attributes, children }),
  };
});

test("a tree of elements is drawn as React's", () => {
  const drawn = Markup({
    tree: [
      "Before",
      { type: "Ul", props: { className: "list", children: [{ type: "Li", props: { children: "One" } }] } },
    ],
  });
  const item = { type: "li", attributes: {}, children: ["One"] };
  assert.deepEqual(drawn.children, ["Before", { type: "ul", attributes: { className: "list" }, children: [item] }]);
});

test("an element without children has none", () => {
  const { children } = Markup({ tree: [{ type: "Hr", props: { children: null } }] });
  assert.deepEqual(children, [{ type: "hr", attributes: {}, children: [] }]);
});

test("a text is never an element", () => {
  assert.deepEqual(Markup({ tree: ["<b>0</b>", 0] }).children, ["<b>0</b>", 0]);
});
