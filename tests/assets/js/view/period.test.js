import assert from "node:assert/strict";
import { test } from "node:test";
import { draggedPeriod, monthOf, weekOf } from "../../../../assets/js/view/period.js";

test("a month has its own last day", () => {
  assert.deepEqual(monthOf("2025-04-17"), { since: "2025-04-01", until: "2025-04-30" });
  assert.deepEqual(monthOf("2024-02"), { since: "2024-02-01", until: "2024-02-29" });
  assert.deepEqual(monthOf("2025-02-28T23:59:59"), { since: "2025-02-01", until: "2025-02-28" });
  assert.deepEqual(monthOf("2025-12-31"), { since: "2025-12-01", until: "2025-12-31" });
});

test("months that were dragged over are whole", () => {
  assert.deepEqual(draggedPeriod(["2025-03-01", "2025-01-01", "2025-02-01"], "period"), {
    since: "2025-01-01",
    until: "2025-03-31",
  });
});

test("days that were dragged over are those days, without their hours", () => {
  assert.deepEqual(draggedPeriod(["2025-01-09T10:00:00", "2025-01-03T08:00:00"], "day"), {
    since: "2025-01-03",
    until: "2025-01-09",
  });
});

test("weeks that were dragged over are whole, over the ends of months and years too", () => {
  assert.deepEqual(draggedPeriod(["2025-12-29", "2025-12-22"], "week"), { since: "2025-12-22", until: "2026-01-04" });
  assert.deepEqual(weekOf("2024-02-26"), { since: "2024-02-26", until: "2024-03-03" });
});

test("one mark is a period too", () => {
  assert.deepEqual(draggedPeriod(["2025-01-09"], "day"), { since: "2025-01-09", until: "2025-01-09" });
});

test("marks that are no days are passed over", () => {
  assert.deepEqual(draggedPeriod(["noise", null, "2025-06-01", 7], "period"), {
    since: "2025-06-01",
    until: "2025-06-30",
  });
  assert.equal(draggedPeriod(["noise", null], "period"), null);
  assert.equal(draggedPeriod([], "day"), null);
});
