/**
 * The controls of the filter bar are Dash's: they say what was chosen in them, and show what was chosen elsewhere.
 * @import { View } from "./address.js"
 */
import { setProps, triggeredIndexes } from "../dash.js";
import { choiceOfControl, controlValue, sameChoice } from "./choices.js";
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

/** The ids of the controls on the page. @returns {ControlId[]} */
const controls = () => [...document.querySelectorAll(`[id$='"type":"control"}']`)].map(({ id }) => JSON.parse(id));

/** A page was laid out with controls that show its view. @param {View} view */
export function followControls(view) {
  shown.clear();
  for (const { dimension } of controls()) shown.set(dimension, controlValue(view, dimension));
}

/** Let every control show the view; one that does already would draw itself again for nothing. @param {View} view */
export function showControls(view) {
  for (const id of controls()) {
    const value = controlValue(view, id.dimension);
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
  select(Object.assign({}, ...changed.map(({ dimension, value }) => choiceOfControl(dimension, value))));
}

/** Whatever the reader does from now on may be a choice. */
export function startControls() {
  for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, () => given.clear(), true);
}
