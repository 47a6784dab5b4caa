/** HTML that comes as one part of Dash (components/markup.py), drawn by React like any other. */

/** @typedef {string | number | boolean | null | { type: string, props: Record<string, any> }} Part */

/**
 * @param {Part | Part[]} part
 * @returns {unknown} what React takes as children
 */
function reactElement(part) {
  if (Array.isArray(part)) return part.map(reactElement);
  if (part === null || typeof part !== "object") return part;
  const { children, ...attributes } = part.props;
  const inner = children === undefined || children === null ? [] : [reactElement(children)].flat();
  return window.React.createElement(part.type.toLowerCase(), attributes, ...inner);
}

/** The component that Dash looks up as `citydeck.Markup`. @param {{ tree: Part[] }} props */
export function Markup({ tree }) {
  return window.React.createElement(window.React.Fragment, null, ...tree.map(reactElement));
}
