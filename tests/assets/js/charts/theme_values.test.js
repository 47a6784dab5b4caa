import assert from "node:assert/strict";
import { test } from "node:test";
import { withTheme } from "../../../../assets/js/charts/theme_values.js";

const COLOURS = { "--accent": "teal", "--ink": "black", "--font": "Inter" };
const THEME = { variable: (name) => COLOURS[name] ?? "", type: 2, length: 3 };

test("colours stand for their variables, also in the middle of a text and in lists", () => {
  assert.deepEqual(withTheme({ line: { color: "var(--accent)" } }, THEME), { line: { color: "teal" } });
  assert.deepEqual(withTheme({ colors: ["var(--accent)", "1px var(--ink)"] }, THEME), {
    colors: ["teal", "1px black"],
  });
});

test("values and words of the data are never searched, and not copied", () => {
  const text = ["var(--accent)"];
  const themed = withTheme({ text, x: text, name: "var(--accent)" }, THEME);
  assert.equal(themed.text, text);
  assert.equal(themed.x, text);
  assert.equal(themed.name, "teal");
});

test("type grows with the page, in whatever is a font", () => {
  assert.deepEqual(withTheme({ tickfont: { size: 10 }, font: { size: 12 }, marker: { size: 7 } }, THEME), {
    tickfont: { size: 20 },
    font: { size: 24 },
    marker: { size: 7 },
  });
});

test("margins grow with the words that they hold", () => {
  assert.deepEqual(withTheme({ margin: { l: 10, pad: 2 } }, THEME), { margin: { l: 20, pad: 2 } });
});

test("widths of lines and shifts grow with the screen", () => {
  assert.deepEqual(withTheme({ line: { width: 1.5 }, xshift: 4, width: 100 }, THEME), {
    line: { width: 4.5 },
    xshift: 12,
    width: 100,
  });
});

test("the distance of labels grows with their type and is a whole number", () => {
  assert.deepEqual(withTheme({ ticklabelstandoff: 5 }, { ...THEME, type: 1.1, length: 4 }), { ticklabelstandoff: 6 });
});

test("the family is the page's", () => {
  assert.deepEqual(withTheme({ font: { family: "Arial" } }, THEME), { font: { family: "Inter" } });
});

test("the figure itself stays as it was", () => {
  const figure = { data: [{ line: { color: "var(--ink)", width: 1 } }] };
  withTheme(figure, THEME);
  assert.deepEqual(figure, { data: [{ line: { color: "var(--ink)", width: 1 } }] });
});

test("what is no text, number or list passes through", () => {
  const numbers = new Float64Array([1, 2]);
  assert.deepEqual(withTheme({ a: null, b: true, c: undefined }, THEME), { a: null, b: true, c: undefined });
  assert.equal(withTheme({ r: numbers }, THEME).r, numbers);
});
