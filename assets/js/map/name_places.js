/** Which areas are large enough on the screen for their names, so that no name lies on another. */

const LETTER_PX = 6.4;
/** A Chinese character takes the room of two letters. */
const WIDE_LETTER_PX = 11;
const FIRST_WIDE_LETTER = "\u2e80";
const MARGIN_PX = 6;
const LINE_PX = 18;
const LEAST_HEIGHT_PX = 22;
/** A name may reach a little over the sides of its area. */
const LEAST_SHARE_OF_WIDTH = 0.72;

/**
 * @typedef {object} Candidate an area with a name, in pixels of the screen
 * @property {string} name
 * @property {number} width of the area's box
 * @property {number} height
 * @property {{ x: number, y: number }} centre where the name would stand
 */

/** About how wide a name is written at the root's usual size. @param {string} name */
export const nameWidth = (name) =>
  [...name].reduce((sum, letter) => sum + (letter > FIRST_WIDE_LETTER ? WIDE_LETTER_PX : LETTER_PX), 0);

/**
 * The candidates whose names fit, the largest areas first.
 * @template {Candidate} T
 * @param {T[]} candidates
 * @param {number} zoom by how much the page's type is larger than usual
 * @returns {T[]}
 */
export function namesThatFit(candidates, zoom) {
  /** @type {{ left: number, right: number, top: number, bottom: number }[]} */
  const taken = [];
  const bySize = [...candidates].sort((a, b) => b.width * b.height - a.width * a.height);
  return bySize.filter(({ name, width, height, centre }) => {
    const written = (nameWidth(name) + MARGIN_PX) * zoom;
    if (width < written * LEAST_SHARE_OF_WIDTH || height < LEAST_HEIGHT_PX * zoom) return false;
    const half = { width: written / 2, height: (LINE_PX / 2) * zoom };
    const box = {
      left: centre.x - half.width,
      right: centre.x + half.width,
      top: centre.y - half.height,
      bottom: centre.y + half.height,
    };
    const overlaps = taken.some(
      (other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top,
    );
    if (!overlaps) taken.push(box);
    return !overlaps;
  });
}
