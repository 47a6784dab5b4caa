/**
 * A figure with the theme's colours and the page's type: Plotly cannot read CSS variables, so a figure names its
 * colours `var(--token)`, and they are put in while it is drawn.
 */
const VARIABLE = /var\((--[a-z0-9-]+)\)/g;
/** Values and words, never colours: they may be long, so they are not searched. */
const DATA_KEYS = new Set(["x", "y", "z", "base", "text", "hovertext", "customdata", "ids", "ticktext", "tickvals"]);
/** Margins hold words and the distance of words from an axis, so they grow with the type. */
const MARGINS = new Set(["l", "r", "t", "b"]);
/** Lengths set in pixels for a page at its usual size or a wall of 1080 lines. */
const SHIFTS = new Set(["xshift", "yshift"]);

/**
 * @typedef {object} Theme
 * @property {(variable: string) => string} variable the value of a CSS variable
 * @property {number} type by how much sizes of type grow
 * @property {number} length by how much lengths grow
 */

/** @param {string} name @param {string} key of the object that `name` is a property of */
const isLength = (name, key) => SHIFTS.has(name) || (key === "line" && name === "width");

/** @param {string} name @param {number} value @param {Theme} theme @param {string} key */
function scaled(name, value, theme, key) {
  if ((name === "size" && key.endsWith("font")) || (key === "margin" && MARGINS.has(name))) return value * theme.type;
  // Plotly passes over a distance of labels that is not a whole number.
  if (name === "ticklabelstandoff") return Math.round(value * theme.type);
  return isLength(name, key) ? value * theme.length : value;
}

/**
 * A copy of part of a figure with colours for variables, and type and lengths in the page's proportion.
 * @param {any} value
 * @param {Theme} theme
 * @param {string} [key] of the object or list that `value` is
 * @returns {any}
 */
export function withTheme(value, theme, key = "") {
  if (key === "family") return theme.variable("--font");
  if (typeof value === "string") return value.replace(VARIABLE, (_, name) => theme.variable(name));
  if (Array.isArray(value)) return DATA_KEYS.has(key) ? value : value.map((each) => withTheme(each, theme, key));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    typeof inner === "number" ? scaled(name, inner, theme, key) : withTheme(inner, theme, name),
  ]);
  return Object.fromEntries(entries);
}
