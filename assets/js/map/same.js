/** What layers of a map show, so that the same is not drawn again. */

/** @type {WeakMap<import("leaflet").LayerGroup, string>} */
const shown = new WeakMap();

/** Whether the group shows that already; from now on it counts as what it shows. */
export function isSame(/** @type {import("leaflet").LayerGroup} */ group, /** @type {string} */ wanted) {
  if ((shown.get(group) ?? "") === wanted) return true;
  shown.set(group, wanted);
  return false;
}
