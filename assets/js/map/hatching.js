/** One hatching a shade: a second cue beside colour for values that were not simply observed there. */
const SVG = "http://www.w3.org/2000/svg";
const STEPS_OF_A_SCALE = 9;
/** The steps of the scales, as in components/map/scale.py, and areas without a value. */
const STEPS = [
  ...["seq", "div"].flatMap((scale) => [...Array(STEPS_OF_A_SCALE).keys()].map((step) => `${scale}-${step}`)),
  "none",
];

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...Element} children
 */
function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, String(value)));
  element.append(...children);
  return element;
}

/** @param {string} step */
const pattern = (step) =>
  svg(
    "pattern",
    { id: `hatch-${step}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 6, height: 6, class: `area-${step}` }),
    svg("rect", { width: 2, height: 6, class: "hatch-line" }),
    svg("rect", { x: 2, width: 1, height: 6, class: "hatch-edge" }),
  );

/** Add the patterns that the style sheet fills hatched areas with. */
export function addHatching() {
  const size = { width: 0, height: 0, "aria-hidden": "true", class: "hatching" };
  document.body.append(svg("svg", size, svg("defs", {}, ...STEPS.map(pattern))));
}
