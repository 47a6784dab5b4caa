import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { chartDrawing } from "../../../../assets/js/charts/chart.js";
import { drawAs, drawInto } from "../../../../assets/js/drawing/elements.js";
import { currentView, followStore } from "../../../../assets/js/view/view.js";
import { openPage } from "../page.js";

const DAYS = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"];
const line = (name, y) => ({
  type: "scatter", mode: "lines", x: DAYS, y, name, customdata: DAYS, text: DAYS.map((day) => `${day}: <b>n</b>`),
  hovertemplate: "%{text}<extra>%{fullData.name}</extra>", line: { color: "var(--accent)", width: 2 },
}); // prettier-ignore
const figure = (data, layout = {}) => ({
  data,
  layout: {
    showlegend: true, dragmode: "select", margin: { l: 0, r: 0, t: 0, b: 0 },
    xaxis: { type: "date" }, yaxis: { range: [0, 100], tickvals: [0, 100], ticktext: ["0", "100"] }, ...layout,
  },
}); // prettier-ignore
const config = { locale: "en", locales: { en: { format: { shortMonths: [] } } } };

let page;
let chart;

/** Draw a figure in a panel of 400 by 100 pixels. */
function draw(shown, selects = "period") {
  drawAs("Chart", {
    ...chartDrawing,
    make() {
      const element = chartDrawing.make();
      for (const [name, value] of [
        ["clientWidth", 400],
        ["clientHeight", 100],
      ]) {
        Object.defineProperty(element, name, { value });
      }
      element.getBoundingClientRect = () => ({ left: 0, top: 0, width: 400, height: 100 });
      element.setPointerCapture = () => {};
      return element;
    },
  });
  drawInto(page.document.querySelector("main"), {
    type: "Chart",
    props: { figure: shown, config, height: "100px", selects },
  });
  chart = page.document.querySelector(".chart");
}

const point = (type, clientX, clientY) =>
  chart.dispatchEvent(new window.PointerEvent(type, { bubbles: true, clientX, clientY, button: 0, pointerId: 1 }));

beforeEach(() => {
  page = openPage("<main></main>");
  followStore({ city: "riverton" });
});

test("the first words below a chart stand whole inside it", () => {
  const tickvals = [DAYS[0], DAYS[4]];
  draw(figure([line("Requests", [0, 50, 100, 50, 0])], { xaxis: { tickvals, ticktext: ["2026年2月10日", "May"] } }));
  const [first] = [...chart.querySelectorAll(".chart-tick")].filter(({ textContent }) => textContent.includes("年"));
  // Seven digits and three characters are 83 pixels wide.
  assert.ok(Number(first.getAttribute("x")) > 41, first.getAttribute("x"));
});

test("lines and the words of the axes are drawn, colours by the page's names", () => {
  draw(figure([line("Requests", [0, 50, 100, 50, 0])]));
  const drawn = chart.querySelector(".chart-line");
  assert.match(drawn.getAttribute("d"), /^M0 100L/);
  assert.equal(drawn.style.getPropertyValue("stroke"), "var(--accent)");
  assert.deepEqual(
    [...chart.querySelectorAll(".chart-tick")].map(({ textContent }) => textContent),
    ["0", "100"],
  );
  assert.equal(chart.querySelector(".chart-legend").textContent, "Requests");
});

test("another figure is drawn in the same element, and what was taken away stays away", () => {
  draw(figure([line("a", [1, 2, 3, 4, 5]), line("b", [5, 4, 3, 2, 1])]));
  const before = chart;
  chart.querySelector("[data-trace=a]").dispatchEvent(new window.MouseEvent("click", { bubbles: true, detail: 1 }));
  assert.equal(chart.querySelectorAll(".chart-line").length, 1);
  draw(figure([line("a", [9, 9, 9, 9, 9]), line("b", [5, 4, 3, 2, 1])]));
  assert.equal(chart, before);
  assert.equal(chart.querySelectorAll(".chart-line").length, 1);
  chart.querySelector("[data-trace=a]").dispatchEvent(new window.MouseEvent("dblclick", { bubbles: true }));
  assert.deepEqual(
    [...chart.querySelectorAll("[data-trace]")].map(({ classList }) => classList.contains("chart-hidden")),
    [false, true],
  );
});

test("a mark that is clicked is chosen; beside all marks nothing is", () => {
  draw(figure([line("Requests", [0, 50, 100, 50, 0])]));
  point("click", 200, 90);
  assert.deepEqual(currentView(), { city: "riverton" });
  point("click", 198, 5);
  assert.deepEqual(currentView(), { city: "riverton", since: "2025-03-01", until: "2025-03-31" });
});

test("the mark under the pointer says what it stands for, and whose it is", () => {
  draw(figure([line("Requests &amp; more", [0, 50, 100, 50, 0])]));
  point("pointermove", 198, 5);
  const said = [...page.document.querySelectorAll(".mark-tip > div")].map(({ textContent }) => textContent);
  assert.deepEqual(said, ["2025-03-01: n", "Requests & more"]);
  point("pointerleave", 500, 5);
  assert.equal(page.document.querySelector(".mark-tip"), null);
});

test("a span that is dragged becomes the period, and its end is no click", () => {
  draw(figure([line("Requests", [0, 50, 100, 50, 0])]));
  point("pointerdown", 60, 50);
  point("pointermove", 290, 50);
  assert.ok(chart.querySelector(".chart-span"));
  point("pointerup", 290, 50);
  point("click", 290, 50);
  assert.equal(chart.querySelector(".chart-span"), null);
  assert.deepEqual(currentView(), { city: "riverton", since: "2025-02-01", until: "2025-03-31" });
});

test("a pointer that hardly moved drags nothing", () => {
  draw(figure([line("Requests", [0, 50, 100, 50, 0])]));
  point("pointerdown", 60, 95);
  point("pointermove", 63, 95);
  point("pointerup", 63, 95);
  assert.deepEqual(currentView(), { city: "riverton" });
});

test("bars of a group are chosen by their group", () => {
  const bar = {
    type: "bar", x: [0, 1], y: [50, 80], name: "App", customdata: [["a", "app"], ["b", "app"]], hovertext: ["", ""],
    marker: { color: "red" },
  }; // prettier-ignore
  draw(figure([bar], { dragmode: undefined, xaxis: { range: [-0.5, 1.5] }, bargap: 0 }), "channel");
  point("click", 100, 80);
  assert.deepEqual(currentView(), { city: "riverton", channel: "a" });
});

test("a figure without values draws its axes alone", () => {
  draw(figure([line("Requests", [null, null, null, null, null])]));
  assert.equal(chart.querySelector(".chart-line").getAttribute("d"), "");
  point("pointermove", 198, 5);
  assert.equal(page.document.querySelector(".mark-tip"), null);
});

test("words at an upright axis stand apart, also in a low chart", () => {
  const tickvals = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45];
  const yaxis = { range: [0, 45], tickvals, ticktext: tickvals.map(String) };
  draw(figure([line("Requests", [0, 5, 9, 5, 0])], { yaxis }));
  assert.deepEqual(
    [...chart.querySelectorAll(".chart-tick")].map(({ textContent }) => textContent),
    ["0", "10", "20", "30", "40"],
  );
});
