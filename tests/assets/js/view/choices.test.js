import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choiceOfControl,
  choiceOfMark,
  controlValue,
  sameChoice,
  toggled,
  withoutLastChoice,
} from "../../../../assets/js/view/choices.js";

test("a value is added to its dimension and taken out again", () => {
  assert.deepEqual(toggled({}, "channel", "app"), { channel: "app" });
  assert.deepEqual(toggled({ channel: "app" }, "channel", "phone"), { channel: "app|phone" });
  assert.deepEqual(toggled({ channel: "app|phone" }, "channel", "app"), { channel: "phone" });
  assert.deepEqual(toggled({ channel: "phone" }, "channel", "phone"), { channel: null });
});

test("a mark selects what its chart says", () => {
  const view = { channel: "app" };
  assert.deepEqual(choiceOfMark(view, "2025-02-01", "period"), { since: "2025-02-01", until: "2025-02-28" });
  assert.deepEqual(choiceOfMark(view, "2025-02-07T10:00", "day"), { since: "2025-02-07", until: "2025-02-07" });
  assert.deepEqual(choiceOfMark({ area: "NW" }, "SE", "area"), { area: "SE" });
  assert.deepEqual(choiceOfMark(view, "phone", "channel"), { channel: "app|phone" });
  assert.deepEqual(choiceOfMark(view, 3, "risk_class"), { risk_class: "3" });
});

test("a mark that stands for nothing changes nothing", () => {
  assert.deepEqual(
    [choiceOfMark({}, null, "channel"), choiceOfMark({}, undefined, "channel"), choiceOfMark({}, "app", undefined)],
    [{}, {}, {}],
  );
});

test("the last choice is freed first, of several values the last one", () => {
  const view = { city: "riverton", area: "NW", channel: "app|phone", lang: "en" };
  assert.deepEqual(withoutLastChoice(view, []), { channel: "app" });
  assert.deepEqual(withoutLastChoice({ ...view, channel: "app" }, []), { channel: null });
  assert.deepEqual(withoutLastChoice({ city: "riverton", area: "NW" }, []), { area: null });
});

test("a period is freed as a whole", () => {
  assert.deepEqual(withoutLastChoice({ city: "riverton", since: "2025-01-01", until: "2025-01-31" }, []), {
    since: null,
    until: null,
  });
});

test("what narrows nothing and what belongs to the page stays", () => {
  assert.deepEqual(
    withoutLastChoice({ city: "riverton", lang: "en", measure: "requests", as_of: "2025-01-01" }, []),
    {},
  );
  assert.deepEqual(withoutLastChoice({ city: "riverton", service: "noise" }, ["service"]), {});
});

test("a control shows what the view says", () => {
  const view = { since: "2025-01-01", area: "NW", channel: "app|phone" };
  assert.deepEqual(controlValue(view, "period"), ["2025-01-01", null]);
  assert.equal(controlValue(view, "area"), "NW");
  assert.equal(controlValue(view, "measure"), null);
  assert.deepEqual(controlValue(view, "channel"), ["app", "phone"]);
  assert.deepEqual(controlValue(view, "service"), []);
});

test("a control changes its own key", () => {
  assert.deepEqual(choiceOfControl("channel", ["app", "phone"]), { channel: "app|phone" });
  assert.deepEqual(choiceOfControl("channel", []), { channel: null });
  assert.deepEqual(choiceOfControl("channel", null), { channel: null });
  assert.deepEqual(choiceOfControl("area", "NW"), { area: "NW" });
  assert.deepEqual(choiceOfControl("area", null), { area: null });
});

test("a period waits for its second day, and a map always has a measure", () => {
  assert.deepEqual(choiceOfControl("period", ["2025-01-01", null]), {});
  assert.deepEqual(choiceOfControl("period", ["2025-01-01", "2025-01-31"]), {
    since: "2025-01-01",
    until: "2025-01-31",
  });
  assert.deepEqual(choiceOfControl("period", null), { since: null, until: null });
  assert.deepEqual(choiceOfControl("measure", null), {});
});

test("nothing chosen is the same however it is written", () => {
  for (const none of [null, undefined, [], "", [null, null]]) assert.equal(sameChoice(none, null), true);
  assert.equal(sameChoice(["app"], ["app"]), true);
  assert.equal(sameChoice(["app"], ["phone"]), false);
  assert.equal(sameChoice("app", ["app"]), true);
});
