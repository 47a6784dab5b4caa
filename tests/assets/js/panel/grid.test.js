import assert from "node:assert/strict";
import { test } from "node:test";
import { FEW_ROWS, gridDrawing } from "../../../../assets/js/panel/grid.js";
import { openPage } from "../page.js";

const many = (more) => ({ plain: Array(FEW_ROWS + more).fill("Diner") });

test("the script is asked for once; a grid is made, then changed, and gone where few rows are left", async () => {
  const { document } = openPage('<i data-grid-script="/grid.js"></i><div id="host"></div>');
  const calls = [];
  const append = document.head.append.bind(document.head);
  const asked = [];
  document.head.append = (script) => asked.push(script);
  globalThis.window.agGrid = {
    createGrid: (_, { rowData, localeText }) => {
      calls.push([rowData.length, localeText]);
      return { updateGridOptions: (options) => calls.push(options.rowData.length), destroy: () => calls.push("gone") };
    },
  };
  const grid = gridDrawing.make();
  document.getElementById("host").append(grid);
  const props = { columns: [{ field: "name" }], values: { name: many(2) }, words: { empty: "Empty" } };
  gridDrawing.draw(grid, props);
  gridDrawing.draw(grid, { ...props, values: { name: many(1) } });
  assert.equal(asked.length, 1);
  assert.match(asked[0].src, /\/grid\.js$/);
  asked[0].onload();
  await new Promise((resolve) => setTimeout(resolve, 0));
  gridDrawing.draw(grid, { ...props, values: { name: { plain: ["Bakery"] } } });
  assert.equal(grid.querySelector("table.records td").textContent, "Bakery");
  assert.deepEqual(calls, [[FEW_ROWS + 2, { empty: "Empty" }], FEW_ROWS + 1, "gone"]);
  document.head.append = append;
});
