/**
 * Maps of one layer each. Leaflet places each drawing, mark and name of a map by a transform in three dimensions, for
 * which a browser keeps a layer of its own: 29 a map, to be drawn, put together and shown one by one in every frame. In
 * the plane they are one, the pane that the reader drags (assets/css/map.css).
 */
export function startFlatMaps() {
  if (window.L) /** @type {any} */ (window.L.Browser).ie3d = true;
}
