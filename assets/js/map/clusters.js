/** Places that lie so near each other that they are drawn as one mark. */

/** @typedef {{ x: number, y: number }} Place in pixels of the map */

/** @param {Place} place @param {number} radius */
const cellOf = ({ x, y }, radius) => [Math.floor(x / radius), Math.floor(y / radius)];

/** The places by the square, as wide as the radius, that they lie in. @param {Place[]} places @param {number} radius */
function byCell(places, radius) {
  /** @type {Map<string, number[]>} */
  const cells = new Map();
  places.forEach((place, index) => {
    const key = cellOf(place, radius).join();
    const cell = cells.get(key);
    if (cell) cell.push(index);
    else cells.set(key, [index]);
  });
  return cells;
}

/**
 * Gather places around the first that none has gathered yet, as Supercluster does: those within the radius become one
 * mark where they are `least` or more, else the place stays by itself.
 * @param {Place[]} places
 * @param {number} radius
 * @param {number} least
 * @returns {number[][]} the indexes of the places of each mark: every place is in one mark
 */
export function gathered(places, radius, least) {
  const cells = byCell(places, radius);
  const taken = new Uint8Array(places.length);
  return places.flatMap((place, index) => {
    if (taken[index]) return [];
    const [column, row] = cellOf(place, radius);
    const near = [-1, 0, 1]
      .flatMap((right) => [-1, 0, 1].flatMap((down) => cells.get(`${column + right},${row + down}`) ?? []))
      .filter((other) => !taken[other] && Math.hypot(places[other].x - place.x, places[other].y - place.y) <= radius);
    const mark = near.length >= least ? near : [index];
    for (const each of mark) taken[each] = 1;
    return [mark];
  });
}
