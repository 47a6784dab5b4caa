/**
 * The callbacks of Dash that run in the browser, by the names that app.py gives them (`ClientsideFunction("view",
 * ...)`).
 * @import { Patch } from "./address.js"
 */
import { noUpdate, triggeredIndexes } from "../dash.js";
import { choiceOfControl, choiceOfMark, controlValue, sameChoice } from "./choices.js";
import { draggedPeriod } from "./period.js";
import { currentView, followStore, mirrorToAddress, select } from "./view.js";

/**
 * @typedef {{ dimension: string } & Record<string, unknown>} ControlId
 * @typedef {{ selects: string } & Record<string, unknown>} GraphId
 * @typedef {{ customdata: unknown }} Point
 */

/** What a point of a figure stands for. @param {Point} point */
const valueOf = (point) => [point.customdata].flat()[0];

/**
 * The Store changed: the address follows, and every control shows what it says.
 * @param {Patch | null} data
 * @param {unknown} _page
 * @param {ControlId[]} controls
 * @param {unknown[]} values what the controls show now
 */
export function shown(data, _page, controls, values) {
  followStore(data);
  mirrorToAddress();
  const view = currentView();
  // A control that is given what it shows already draws itself again for nothing.
  return controls.map(({ dimension }, index) => {
    const value = controlValue(view, dimension);
    const stays = (dimension === "measure" && value === null) || sameChoice(value, values[index]);
    return stays ? noUpdate() : value;
  });
}

/** Any page came: its language and title are set, for those who hear them. @param {Patch | null} data */
export function named(data) {
  followStore(data);
  const { lang } = currentView();
  if (lang) document.documentElement.lang = lang;
  const heading = document.querySelector("h1");
  const city = document.querySelector(".brand-city");
  if (heading && city) document.title = `${heading.textContent} · ${city.textContent}`;
  return noUpdate();
}

/** A control was used: only those that changed are read. @param {unknown[]} values @param {ControlId[]} controls */
export function used(values, controls) {
  const patches = triggeredIndexes(controls).map((index) => choiceOfControl(controls[index].dimension, values[index]));
  select(Object.assign({}, ...patches));
  return noUpdate();
}

/**
 * A span of a chart over time was dragged.
 * @param {({ range?: unknown, points: Point[] } | null)[]} spans
 * @param {GraphId[]} graphs
 */
export function spanned(spans, graphs) {
  for (const index of triggeredIndexes(graphs)) {
    const span = spans[index];
    const period = span?.range && draggedPeriod(span.points.map(valueOf), graphs[index].selects);
    if (period) select({ ...period });
  }
  return noUpdate();
}

/** A mark of a chart was clicked. @param {({ points: Point[] } | null)[]} clicks @param {GraphId[]} graphs */
export function marked(clicks, graphs) {
  for (const index of triggeredIndexes(graphs)) {
    const point = clicks[index]?.points[0];
    if (point) select(choiceOfMark(currentView(), valueOf(point), graphs[index].selects));
  }
  return noUpdate();
}
