import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openParts, startParts } from "../../../../assets/js/view/parts.js";
import { followStore, select } from "../../../../assets/js/view/view.js";
import { arrived, openStage } from "./stage.js";

let stage;
startParts();

beforeEach(async () => {
  stage = openStage();
  followStore({ city: "riverton", lang: "en" });
  openParts();
  await arrived();
});

test("a panel that is folded for good waits for nothing, until another version may fill it", async () => {
  const far = document.querySelector(".far");
  far.hidden = true;
  select({ area: "folded" });
  await arrived();
  assert.equal(far.querySelector("[data-part]").hasAttribute("aria-busy"), false);
  far.hidden = false;
  select({ area: "unfolded" });
  assert.ok(stage.busy().includes("panel.far"));
});

test("a part that waits is not said to wait once more", async () => {
  const far = document.querySelector(".far [data-part]");
  const told = [];
  // That it is greyed is not read out, and comes sooner or later than this ends.
  far.setAttribute = (name, value) => name === "aria-busy" && told.push(value);
  select({ area: "again" });
  await arrived();
  assert.deepEqual(told, []);
});
