/** Which parts of a page are in sight, or about to be. */

/** @typedef {import("./page_parts.js").Part} Part */

/** Parts that always count as in sight: what a page says first, and what is read out. */
const ALWAYS = ["frame", "tiles"];
/** How far above or below the window a part counts as in sight. */
const NEAR_PX = 240;

/** @type {IntersectionObserver | null} */
let observer = null;

/** The panel that a part fills, or its own place. @param {Part} part @returns {HTMLElement} */
const frameOf = ({ hosts: [host] }) => host.closest(".panel") ?? host;

/** Know it of the part, and show it to the style sheets. @param {Part} part @param {boolean} near */
function setNear(part, near) {
  part.near = near;
  for (const host of part.hosts) host.toggleAttribute("data-near", near);
}

/** Whether a panel is folded, and may be filled by this view. @param {Element} frame */
const isAskedFolded = (frame) => frame.hasAttribute("data-folded-in-view");

/** @param {Element} element */
function isNear(element) {
  if (element.hasAttribute("hidden")) return isAskedFolded(element);
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > -NEAR_PX && top < window.innerHeight + NEAR_PX;
}

/**
 * Know of each part whether it is near, now and whenever that changes.
 * @param {Part[]} parts
 * @param {() => void} changed
 */
export function followSight(parts, changed) {
  const byFrame = new Map(parts.map((part) => [/** @type {Element} */ (frameOf(part)), part]));
  observer?.disconnect();
  observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const part = byFrame.get(target);
        if (part) setNear(part, isIntersecting || isAskedFolded(target));
      }
      changed();
    },
    { rootMargin: `${NEAR_PX}px 0px` },
  );
  for (const [frame, part] of byFrame) {
    setNear(part, ALWAYS.includes(part.name) || isNear(frame));
    if (!ALWAYS.includes(part.name)) observer.observe(frame);
  }
}
