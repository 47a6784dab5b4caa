/**
 * The callbacks of Dash that run in the browser, by the names that app.py gives them (`ClientsideFunction("view",
 * ...)`).
 * @import { Patch } from "./address.js"
 */
import { noUpdate } from "../dash.js";
import { followControls, readControls } from "./controls.js";
import { openParts } from "./parts.js";
import { currentView, followStore, mirrorToAddress } from "./view.js";

/** A page was laid out: its language and title are set, and its parts are asked for. @param {Patch | null} data */
export function opened(data) {
  followStore(data);
  mirrorToAddress();
  const view = currentView();
  if (view.lang) document.documentElement.lang = view.lang;
  const heading = document.querySelector("h1");
  const city = document.querySelector(".brand-city");
  if (heading && city) document.title = `${heading.textContent} · ${city.textContent}`;
  followControls(view);
  openParts();
  return noUpdate();
}

/** A control was used. @param {unknown[]} values @param {import("./controls.js").ControlId[]} controls */
export function used(values, controls) {
  readControls(values, controls);
  return noUpdate();
}
