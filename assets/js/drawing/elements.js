/**
 * Draws what Python sends as elements (components/markup.py) without React, and changes only what differs: what has the
 * focus keeps it, what is open stays open. Text becomes text nodes, never HTML.
 */

/** @typedef {string | number | boolean | null | undefined | { type: string, props: Record<string, any> }} Part */

/**
 * @typedef {object} Drawing draws a part that is more than elements, such as a figure
 * @property {() => HTMLElement} make
 * @property {(element: HTMLElement, props: Record<string, any>) => void} draw called once the element is in the page
 * @property {(element: HTMLElement) => void} remove
 */

/**
 * @typedef {object} Drawn what an element of ours was made from
 * @property {string} type
 * @property {string} meaning
 * @property {Set<string>} attributes those that we set: any other is somebody else's
 * @property {boolean} filled whether its children are ours
 */

const SVG = "http://www.w3.org/2000/svg";
/** Attributes that say what an element stands for: another one is another element, and keeps no focus. */
const MEANINGS = ["data-select", "data-value", "data-export", "href"];
/** @type {Record<string, string>} */
const NAMES = { className: "class", htmlFor: "for" };

/** @type {WeakMap<Node, Drawn>} */
const drawn = new WeakMap();
/** @type {Map<string, Drawing>} */
const drawings = new Map();
/** What waits until its element is in the page. @type {(() => void)[]} */
let waiting = [];

/** Let parts of that type be drawn so. @param {string} type @param {Drawing} drawing */
export const drawAs = (type, drawing) => drawings.set(type, drawing);

/** @param {Record<string, any>} props */
const meaningOf = (props) => MEANINGS.map((name) => props[name] ?? "").join("\n");

/** @param {string} property */
const cssName = (property) =>
  property.startsWith("--") ? property : property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** @param {any} style @returns {string} */
const cssText = (style) =>
  Object.entries(style)
    .map(([property, value]) => `${cssName(property)}: ${value}`)
    .join("; ");

/** How an attribute is written; null where it is not. @param {string} name @param {any} value */
function attributeText(name, value) {
  if (value === null || value === undefined) return null;
  if (name === "style") return cssText(value);
  if (/^(aria|data)-/.test(name)) return String(value);
  if (typeof value === "boolean") return value ? "" : null;
  return String(value);
}

/** @param {Element} element @param {Drawn} known @param {Record<string, any>} props */
function setAttributes(element, known, props) {
  const left = new Set(known.attributes);
  for (const [property, value] of Object.entries(props)) {
    const name = NAMES[property] ?? property;
    const text = property === "children" || /^on/i.test(property) ? null : attributeText(name, value);
    if (text === null) continue;
    left.delete(name);
    known.attributes.add(name);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
  for (const name of left) {
    known.attributes.delete(name);
    element.removeAttribute(name);
  }
}

/** @param {any} children @returns {Part[]} */
const listed = (children) =>
  [children].flat(Infinity).filter((each) => each !== null && each !== undefined && each !== "");

/** @param {Element} element @param {Record<string, any>} props */
function fill(element, props) {
  const known = /** @type {Drawn} */ (drawn.get(element));
  setAttributes(element, known, props);
  const children = listed(props.children);
  // Of an element that Python leaves empty a script of ours may have made something.
  if (children.length || known.filled) drawParts(element, children);
  known.filled = children.length > 0;
}

/** @param {Part} part @param {Element} parent @returns {Node} */
function made(part, parent) {
  if (typeof part !== "object" || part === null) return document.createTextNode(String(part));
  const drawing = drawings.get(part.type);
  const name = part.type.toLowerCase();
  const inSvg = name === "svg" || (parent.namespaceURI === SVG && parent.tagName !== "foreignObject");
  const element = drawing?.make() ?? (inSvg ? document.createElementNS(SVG, part.type) : document.createElement(name));
  drawn.set(element, { type: part.type, meaning: meaningOf(part.props), attributes: new Set(), filled: false });
  update(element, part);
  return element;
}

/** @param {Node} node @param {Part} part */
function update(node, part) {
  if (typeof part !== "object" || part === null) {
    if (node.nodeValue !== String(part)) node.nodeValue = String(part);
    return;
  }
  const drawing = drawings.get(part.type);
  if (!drawing) fill(/** @type {Element} */ (node), part.props);
  else waiting.push(() => drawing.draw(/** @type {HTMLElement} */ (node), part.props));
}

/** Whether a node can become the part. @param {Node} node @param {Part} part */
function fits(node, part) {
  if (typeof part !== "object" || part === null) return node.nodeType === 3;
  const known = drawn.get(node);
  return known?.type === part.type && known.meaning === meaningOf(part.props);
}

/** Let go of what lies in a node that leaves the page. @param {Node} node */
function release(node) {
  const known = drawn.get(node);
  drawings.get(known?.type ?? "")?.remove(/** @type {HTMLElement} */ (node));
  node.childNodes.forEach(release);
}

/** @param {Element} host @param {Part[]} parts */
function drawParts(host, parts) {
  const before = [...host.childNodes];
  parts.forEach((part, index) => {
    const old = before[index];
    if (old && fits(old, part)) {
      update(old, part);
      return;
    }
    const node = made(part, host);
    if (old) {
      release(old);
      old.replaceWith(node);
    } else host.append(node);
  });
  for (const old of before.slice(parts.length)) {
    release(old);
    old.remove();
  }
}

/** Let an element of the page show these parts. @param {Element} host @param {Part | Part[]} tree */
export function drawInto(host, tree) {
  drawParts(host, listed(tree));
  const draw = waiting;
  waiting = [];
  draw.forEach((each) => each());
}
