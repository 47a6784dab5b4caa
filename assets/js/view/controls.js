/**
 * The controls of the filter bar are Dash's: they say what was chosen in them, and show what was chosen elsewhere.
 * @import { View } from "./address.js"
 */
import { setProps, triggeredIndexes } from "../dash.js";
import { choiceOfControl, controlValue, sameChoice } from "./choices.js";
import { vintageDay, vintageDays, vintageNumber, writeVintage } from "./vintages.js";
import { select } from "./view.js";

/** @typedef {{ dimension: string } & Record<string, unknown>} ControlId */

/** What each control shows, by its dimension. @type {Map<string, unknown>} */
const shown = new Map();

/**
 * What controls were given since the reader last did something, by dimension. A control says after a while that it
 * changed, also when we changed it; where the view went on meanwhile, that is nobody's choice.
 * @type {Map<string, Set<string>>}
 */
const given = new Map();

/** @param {unknown} value */
const written = (value) => JSON.stringify([value].flat().filter(Boolean));

/** The slider of vintages, which has a number for a day. */
const AS_OF = "as_of";

/** What a control shows of a view. @param {View} view @param {string} dimension */
const valueOf = (view, dimension) =>
  dimension === AS_OF ? vintageNumber(vintageDays(), view.as_of) : controlValue(view, dimension);

/** What the value of a control changes. @param {string} dimension @param {unknown} value */
const patchOf = (dimension, value) =>
  dimension === AS_OF ? { as_of: vintageDay(vintageDays(), Number(value)) } : choiceOfControl(dimension, value);

/** The ids of the controls on the page. @returns {ControlId[]} */
const controls = () => [...document.querySelectorAll(`[id$='"type":"control"}']`)].map(({ id }) => JSON.parse(id));

/** A page was laid out with controls that show its view. @param {View} view */
export function followControls(view) {
  shown.clear();
  for (const { dimension } of controls()) shown.set(dimension, valueOf(view, dimension));
}

/** Let every control show the view; one that does already would draw itself again for nothing. @param {View} view */
export function showControls(view) {
  for (const id of controls()) {
    const value = valueOf(view, id.dimension);
    if (id.dimension === AS_OF) writeVintage(Number(value));
    if ((id.dimension === "measure" && value === null) || sameChoice(value, shown.get(id.dimension))) continue;
    shown.set(id.dimension, value);
    given.set(id.dimension, (given.get(id.dimension) ?? new Set()).add(written(value)));
    setProps(id, { value });
  }
}

/** A control was used: only those that changed are read. @param {unknown[]} values @param {ControlId[]} ids */
export function readControls(values, ids) {
  const changed = triggeredIndexes(ids)
    .map((index) => ({ dimension: ids[index].dimension, value: values[index] }))
    .filter(({ dimension, value }) => !given.get(dimension)?.has(written(value)));
  changed.forEach(({ dimension, value }) => shown.set(dimension, value));
  select(Object.assign({}, ...changed.map(({ dimension, value }) => patchOf(dimension, value))));
}

/** Whatever the reader does from now on may be a choice. */
export function startControls() {
  for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, () => given.clear(), true);
}
