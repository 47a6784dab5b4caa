/** Which areas are named on the map, and where: inside where the name fits, else in white space beside the area. */

const LETTER_PX = 6.4;
/** A Chinese character takes the room of two letters. */
const WIDE_LETTER_PX = 11;
const FIRST_WIDE_LETTER = "\u2e80";
const MARGIN_PX = 6;
const LINE_PX = 18;
const LEAST_HEIGHT_PX = 22;
/** A name may reach a little over the sides of its area. */
const LEAST_SHARE_OF_WIDTH = 0.72;
/** Between an area and a name beside it. */
const GAP_PX = 3;
/** Names of the highest values that stand beside their areas: more would be a list around the map. */
const MOST_BESIDE = 12;
/** Where of a name's box the ground must be white: at its ends and on the way between them. */
const SAMPLED = [-1, -0.5, 0, 0.5, 1];

/**
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box in pixels of the map
 * @typedef {object} Candidate an area with a name
 * @property {string} name
 * @property {number} rank 0 for the highest value
 * @property {boolean} valued whether it has a value
 * @property {Box} box of the area
 * @property {{ x: number, y: number }} centre a place inside the area
 * @typedef {{ width: number, height: number }} Half half of a name's width and height
 */

/** About how wide a name is written at the root's usual size. @param {string} name */
export const nameWidth = (name) =>
  [...name].reduce((sum, letter) => sum + (letter > FIRST_WIDE_LETTER ? WIDE_LETTER_PX : LETTER_PX), 0);

/** @param {{ x: number, y: number }} at @param {Half} half @returns {Box} */
const boxAt = ({ x, y }, half) => ({
  left: x - half.width,
  right: x + half.width,
  top: y - half.height,
  bottom: y + half.height,
});

/** @param {Box} a @param {Box} b */
const overlap = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** @param {Candidate} candidate @param {Half} half @param {number} zoom */
const fitsInside = ({ box }, half, zoom) =>
  box.right - box.left >= 2 * half.width * LEAST_SHARE_OF_WIDTH && box.bottom - box.top >= LEAST_HEIGHT_PX * zoom;

/**
 * The middles of a name right of an area, left of it, above and below.
 * @param {Candidate} candidate
 * @param {Half} half
 */
function besides({ box, centre }, half) {
  const [across, down] = [half.width + GAP_PX, half.height + GAP_PX];
  return [
    { x: box.right + across, y: centre.y },
    { x: box.left - across, y: centre.y },
    { x: centre.x, y: box.top - down },
    { x: centre.x, y: box.bottom + down },
  ];
}

/**
 * @typedef {object} Ground what names are laid on
 * @property {{ x: number, y: number }} size of the map
 * @property {(x: number, y: number) => boolean} isWhite whether no area lies there
 * @property {Box[]} [marks] what no name may lie on
 */

/**
 * The names that are drawn, the highest values first, each with the middle of its text; none lies on another.
 * @param {Candidate[]} candidates
 * @param {number} zoom by how much the page's type is larger than usual
 * @param {Ground} ground
 * @returns {{ name: string, x: number, y: number }[]}
 */
export function placeNames(candidates, zoom, { size, isWhite, marks = [] }) {
  const taken = [...marks];
  const isFree = (/** @type {Box} */ box) => !taken.some((other) => overlap(box, other));
  const isOnMap = (/** @type {Box} */ box) =>
    box.left >= 0 && box.top >= 0 && box.right <= size.x && box.bottom <= size.y;
  const isWhiteUnder = (/** @type {{ x: number, y: number }} */ { x, y }, /** @type {Half} */ half) =>
    SAMPLED.every((share) => [-1, 1].every((side) => isWhite(x + share * half.width, y + side * half.height)));
  const isOpen = (/** @type {Box} */ box) => isOnMap(box) && isFree(box);
  let beside = 0;
  /** @param {Candidate} candidate @param {Half} half */
  function besideOf(candidate, half) {
    if (!candidate.valued || beside >= MOST_BESIDE) return undefined;
    const at = besides(candidate, half).find((each) => isOpen(boxAt(each, half)) && isWhiteUnder(each, half));
    if (at) beside += 1;
    return at;
  }
  /** The highest of all is named wherever it lies, be it over its neighbours. @param {Candidate} candidate */
  const isHighest = ({ valued, rank }) => valued && rank === 0;
  return [...candidates]
    .sort((a, b) => a.rank - b.rank)
    .flatMap((candidate) => {
      const half = { width: ((nameWidth(candidate.name) + MARGIN_PX) * zoom) / 2, height: (LINE_PX * zoom) / 2 };
      const inside = isOpen(boxAt(candidate.centre, half)) ? candidate.centre : undefined;
      const fitting = fitsInside(candidate, half, zoom) ? inside : undefined;
      const at = fitting ?? besideOf(candidate, half) ?? (isHighest(candidate) ? inside : undefined);
      if (!at) return [];
      taken.push(boxAt(at, half));
      return [{ name: candidate.name, x: at.x, y: at.y }];
    });
}
