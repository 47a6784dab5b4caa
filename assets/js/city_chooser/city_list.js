/**
 * The list of many cities, which is no part of a page: it is asked for when the chooser is used, from an address that
 * names its content. Each page that is laid out has a chooser of few cities again, and is given the list anew.
 * @import { City, Group } from "./city_chooser.js"
 */
import { setProps } from "../dash.js";

/** The lists that came, by their addresses. @type {Map<string, (City | Group)[]>} */
const lists = new Map();
/** The addresses that are being asked for, and those that did not answer. @type {Map<string, "wait" | "lost">} */
const asked = new Map();

/** The chooser on the page where it has no whole list of its own. */
const chooser = () => document.querySelector("[data-cities]");

/** Where the list of the page's chooser is. @returns {string} */
const addressOf = (element = chooser()) => element?.getAttribute("data-cities") ?? "";

/** Whether the chooser of the page has all cities, waits for them, or cannot have them now. */
export function listState() {
  const address = addressOf();
  if (!address || lists.has(address)) return "whole";
  return asked.get(address) ?? "wait";
}

/** @param {string} address @param {object} id of the chooser */
async function load(address, id) {
  asked.set(address, "wait");
  try {
    const response = await fetch(address);
    if (!response.ok) throw new TypeError(`${response.status}`);
    lists.set(address, await response.json());
    asked.delete(address);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    asked.set(address, "lost"); // the next use asks again
  }
  give(address, id);
}

/** The chooser draws itself by the list, or by what is said in its place. @param {string} address @param {object} id */
function give(address, id) {
  if (addressOf() !== address) return; // another page came meanwhile
  const list = lists.get(address);
  setProps(id, list ? { data: list, error: null } : { error: chooser()?.getAttribute("data-cities-lost") });
}

/** The chooser is used: the list comes, once. @param {EventTarget | null} target */
export function useChooser(target) {
  const element = target instanceof Element ? target.closest("[data-cities]") : null;
  const address = addressOf(element);
  if (!element || !address || asked.get(address) === "wait") return;
  const id = JSON.parse(element.id);
  if (lists.has(address)) give(address, id);
  else void load(address, id);
}

/** The first touch by pointer or keyboard asks for the list. */
export function startCityList() {
  for (const event of ["pointerdown", "focusin"]) document.addEventListener(event, ({ target }) => useChooser(target));
}
