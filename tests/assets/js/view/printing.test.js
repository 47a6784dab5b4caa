import assert from "node:assert/strict";
import { test } from "node:test";
import { openParts } from "../../../../assets/js/view/parts.js";
import { startPrinting } from "../../../../assets/js/view/printing.js";
import { followStore } from "../../../../assets/js/view/view.js";
import { arrived, openStage } from "./stage.js";

test("what is out of sight is drawn before the paper is", async () => {
  const stage = openStage();
  const asked = [];
  globalThis.XMLHttpRequest = class {
    open(method, address, isAsync) {
      asked.push([method, address, isAsync]);
      this.lines = stage.server.answer(address);
    }
    send() {
      this.responseText = this.lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    }
  };
  startPrinting();
  followStore({ city: "riverton", lang: "en" });
  openParts();
  await arrived();
  for (let times = 0; times < 2; times += 1) stage.window.dispatchEvent(new stage.window.Event("beforeprint"));
  assert.deepEqual(asked, [["GET", "/view/v1/services?city=riverton&lang=en&parts=panel.far", false]]);
  assert.equal(stage.text("panel.far"), "panel.far of the city");
  assert.deepEqual(stage.busy(), []);
});
