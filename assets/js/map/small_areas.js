/** An area too small to be hit has a round mark of its shade, which behaves as the area does. */
import { centreOf } from "./area_names.js";
import { listen } from "./pointing.js";
import { isSame } from "./same.js";

/** An area narrower and lower than this is hard to hit. */
export const LEAST_PX = 12;
const MARK_RADIUS_PX = 7;

/**
 * Whether an area is too small on the screen for a pointer.
 * @param {{ width: number, height: number }} size in pixels
 */
export const isSmall = ({ width, height }) => Math.max(width, height) < LEAST_PX;

/** @param {import("leaflet").Map} map @param {import("./area_layers.js").KnownArea} layer */
function sizeOf(map, layer) {
  const bounds = layer.getBounds();
  const low = map.latLngToContainerPoint(bounds.getSouthWest());
  const high = map.latLngToContainerPoint(bounds.getNorthEast());
  return { width: high.x - low.x, height: low.y - high.y };
}

/**
 * @param {import("leaflet").Map} map
 * @param {import("./area_layers.js").KnownArea[]} layers
 * @param {import("leaflet").LayerGroup} marks
 */
export function drawSmallMarks(map, layers, marks) {
  const small = layers.filter((layer) => isSmall(sizeOf(map, layer)));
  // Cells that are all small cover the ground together: marks would hide each other.
  if (small.length > layers.length / 2 && layers.length > 2) small.length = 0;
  const wanted = small.map(({ area }) => `${area.id} ${area.style.className}`).join("\n");
  if (isSame(marks, wanted)) return;
  marks.clearLayers();
  for (const layer of small) {
    const mark = window.L.circleMarker(centreOf(layer), {
      ...layer.area.style,
      pane: "areas",
      radius: MARK_RADIUS_PX,
      className: `${layer.area.style.className} area-mark`,
    });
    listen(map, mark, () => layer.area);
    mark.addTo(marks);
  }
}
