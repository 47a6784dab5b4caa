import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { chartsFollowTheme, lendTheme } from "../../../../assets/js/charts/plotly_theme.js";
import { openPage } from "../page.js";

let page;
let drawn;
let fontsLoaded;
const colour = (call) => call.figure.data[0].color;

beforeEach(() => {
  page = openPage('<div id="one" class="js-plotly-plot"></div><div id="two" class="js-plotly-plot"></div>');
  page.document.documentElement.style.setProperty("--accent", "teal");
  page.document.fonts = { ready: new Promise((resolve) => (fontsLoaded = resolve)) };
  drawn = [];
  const draw = (by) => (target, figure) => drawn.push({ by, target, figure });
  page.window.Plotly = { newPlot: draw("newPlot"), react: draw("react") };
  lendTheme(page.window.Plotly);
  chartsFollowTheme();
});

test("a figure is drawn in the theme's colours, given whole or in parts", () => {
  page.window.Plotly.newPlot("one", { data: [{ color: "var(--accent)" }], layout: {} });
  page.window.Plotly.react(
    page.document.getElementById("two"),
    [{ color: "var(--accent)" }],
    { height: 100 },
    { responsive: true },
  );
  assert.deepEqual(drawn.map(colour), ["teal", "teal"]);
  assert.deepEqual(drawn[1].figure.config, { responsive: true });
});

test("another theme draws the same figures again, and only those that are known", async () => {
  page.window.Plotly.newPlot("one", { data: [{ color: "var(--accent)" }] });
  page.document.documentElement.style.setProperty("--accent", "gold");
  page.document.documentElement.dataset.theme = "light";
  await page.settled();
  assert.deepEqual(
    drawn.map((call) => [call.by, colour(call)]),
    [
      ["newPlot", "teal"],
      ["react", "gold"],
    ],
  );
});

test("figures are drawn again when the font has come", async () => {
  page.window.Plotly.newPlot("one", { data: [{ color: "var(--accent)" }] });
  fontsLoaded();
  await page.settled();
  assert.equal(drawn.length, 2);
});

test("lengths grow with the type of a page, and with the screen of a wall", () => {
  const width = () => {
    page.window.Plotly.newPlot("one", { data: [{ line: { width: 10 } }], layout: {} });
    return drawn.at(-1).figure.data[0].line.width;
  };
  page.document.documentElement.style.fontSize = "24px";
  Object.assign(page.window, { innerWidth: 3840, innerHeight: 2160 });
  assert.equal(width(), 15);
  page.document.documentElement.dataset.wall = "";
  assert.equal(width(), 20);
  page.window.innerWidth = 1920;
  assert.equal(width(), 10);
});

test("what Plotly answers is given on", () => {
  assert.equal(page.window.Plotly.newPlot("one", { data: [{}] }), 1);
});

test("paper is light and as wide as a page, and the screen comes back after it", () => {
  const root = page.document.documentElement;
  root.dataset.theme = "dark";
  page.window.Plotly.newPlot("one", { data: [{}], layout: {} });
  page.document.getElementById("one").className = "js-plotly-plot";
  page.window.dispatchEvent(new page.window.Event("beforeprint"));
  assert.equal(root.dataset.theme, "light");
  assert.equal(drawn.at(-1).figure.layout.width, 660);
  page.window.dispatchEvent(new page.window.Event("afterprint"));
  assert.equal(root.dataset.theme, "dark");
  assert.equal(drawn.at(-1).figure.layout.width, undefined);
});
