/** What an area does under the pointer: it comes to the front, says what it is, and is chosen by a click. */
import { hideLabel, showLabel } from "./hover_label.js";

/**
 * @param {import("leaflet").Map} map
 * @param {import("leaflet").Path} layer of the area, or its mark
 * @param {() => import("./area_layers.js").Area | undefined} areaNow what it is of now: values come and go
 */
export function listen(map, layer, areaNow) {
  const show = (/** @type {import("leaflet").LeafletMouseEvent} */ { containerPoint }) =>
    showLabel(map, areaNow()?.label() ?? null, containerPoint);
  layer.on({
    mouseover: (event) => {
      layer.bringToFront();
      show(event);
    },
    mousemove: show,
    mouseout: () => hideLabel(map),
    remove: () => hideLabel(map),
    click: () => areaNow()?.choose(),
  });
}
