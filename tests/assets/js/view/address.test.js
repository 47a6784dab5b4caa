import assert from "node:assert/strict";
import { test } from "node:test";
import { address, carriedView, sameView, viewOf, withoutEmpty } from "../../../../assets/js/view/address.js";

test("an address says the view, and leaves out what says nothing", () => {
  const view = { city: "riverton", area: null, since: "", service: "noise|water", name: "a&b=c 龙" };
  assert.equal(address("/services", view), "/services?city=riverton&service=noise%7Cwater&name=a%26b%3Dc+%E9%BE%99");
});

test("what the path says is not said again", () => {
  assert.equal(
    address("/services/noise", { city: "riverton", service: "noise" }, ["service"]),
    "/services/noise?city=riverton",
  );
});

test("a view comes back from its address", () => {
  const view = { city: "riverton", name: "a&b=c 龙", service: "noise|water" };
  assert.deepEqual(viewOf(address("", view)), view);
});

test("keys without a value are no part of a view", () => {
  assert.deepEqual(withoutEmpty({ a: null, b: undefined, c: "", d: "0" }), { d: "0" });
  assert.deepEqual(viewOf("?area=&city=riverton"), { city: "riverton" });
});

test("views are the same in whichever order", () => {
  assert.equal(sameView({ a: "1", b: "2", c: null }, { b: "2", a: "1" }), true);
  assert.equal(sameView({ a: "1" }, { a: "2" }), false);
  assert.equal(sameView({ a: "1" }, { a: "1", b: "2" }), false);
  assert.equal(sameView({}, { a: "" }), true);
});

test("place and time go along to another page, dimensions stay", () => {
  const view = { city: "riverton", since: "2025-01-01", area: "NW", lang: "zh", service: "noise", measure: "requests" };
  assert.deepEqual(carriedView(view), { city: "riverton", since: "2025-01-01", area: "NW", lang: "zh" });
});
