/** Which places of the map lie in an area: where they do not, there is white space. */

/**
 * @typedef {[number, number]} Position longitude and latitude
 * @typedef {{ rings: Position[][], west: number, east: number, south: number, north: number }} Shape
 */

/** Shapes by their rings, the same objects as long as their areas are on a map. @type {WeakMap<any, Shape>} */
const known = new WeakMap();

/** @param {Position[][]} rings @returns {Shape} */
function shapeOf(rings) {
  const before = known.get(rings);
  if (before) return before;
  const [longs, lats] = [0, 1].map((axis) => rings[0].map((corner) => corner[axis]));
  const shape = {
    rings,
    west: Math.min(...longs),
    east: Math.max(...longs),
    south: Math.min(...lats),
    north: Math.max(...lats),
  };
  known.set(rings, shape);
  return shape;
}

/** Whether a line from the place to the east crosses the ring an odd number of times. */
function crossesOddly(/** @type {Position[]} */ ring, /** @type {number} */ long, /** @type {number} */ lat) {
  let odd = false;
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
    const [x, y] = ring[index];
    const [fromX, fromY] = ring[before];
    if (y > lat !== fromY > lat && long < ((fromX - x) * (lat - y)) / (fromY - y) + x) odd = !odd;
  }
  return odd;
}

/**
 * A function that says whether one of the shapes covers a place; a hole of a shape is not covered by it.
 * @param {any[]} geometries polygons of GeoJSON, of one or of several parts
 * @returns {(long: number, lat: number) => boolean}
 */
export function coveredBy(geometries) {
  const polygons = geometries.map(({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates));
  const shapes = polygons.flat().map(shapeOf);
  return (long, lat) =>
    shapes.some(
      ({ rings, west, east, south, north }) =>
        long >= west &&
        long <= east &&
        lat >= south &&
        lat <= north &&
        rings.filter((ring) => crossesOddly(ring, long, lat)).length % 2 === 1,
    );
}
