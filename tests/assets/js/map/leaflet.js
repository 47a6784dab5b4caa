/** What stands in for Leaflet, and notes what is drawn: layers of a map, their classes, and what they listen to. */

/** @param {Record<string, unknown>} [more] */
export function layer(more = {}) {
  const events = {};
  const made = {
    events,
    classes: "",
    _map: null,
    on: (given) => Object.assign(events, given),
    addTo() {},
    bringToFront() {},
    setStyle() {},
    options: {},
    getLatLng: () => ({}),
    getElement: () => ({ setAttribute: (_name, value) => (made.classes = value) }),
    getBounds: () => ({
      getSouthWest: () => ({ x: 0, y: 90 }),
      getNorthEast: () => ({ x: 90, y: 0 }),
      getCenter: () => ({}),
    }),
    ...more,
  };
  return made;
}

/** A group of layers. */
function group() {
  const layers = [];
  const made = {
    layers,
    on: null,
    addTo(map) {
      made.on = map;
      layers.forEach((each) => (each._map = map));
      return made;
    },
    remove() {
      made.on = null;
      layers.forEach((each) => (each._map = null));
    },
    addLayer: (each) => layers.push(each),
    clearLayers: () => layers.splice(0),
    eachLayer: (visit) => layers.forEach(visit),
  };
  return made;
}

const bounds = { pad: () => bounds, contains: () => true, isValid: () => false, extend: () => bounds };

/** The library itself; `groups` are those of shapes, in the order of their making. */
export function leaflet() {
  const groups = [];
  return {
    groups,
    layerGroup: group,
    latLng: ([lat, lng]) => ({ lat, lng }),
    latLngBounds: () => bounds,
    circleMarker: (at, options) => layer({ at, options }),
    marker: (at, options) => layer({ at, options }),
    divIcon: (options) => options,
    geoJSON(shapes, options) {
      const { onEachFeature = () => {} } = options;
      const made = Object.assign(group(), { shapes, options });
      groups.push(made);
      shapes.features.forEach((feature) => {
        const each = layer({ feature });
        made.addLayer(each);
        onEachFeature(feature, each);
      });
      return made;
    },
  };
}

/** A map in the page that notes what its view listens to. */
export function leafletMap(zoom = 12) {
  const container = document.body.appendChild(document.createElement("div"));
  const handlers = {};
  globalThis.ResizeObserver = class {
    observe() {}
  };
  window.setTimeout = () => 0;
  return {
    handlers,
    fitted: [],
    getContainer: () => container,
    on(names, handler) {
      names.split(" ").forEach((name) => (handlers[name] = [...(handlers[name] ?? []), handler]));
    },
    getBounds: () => bounds,
    getZoom: () => zoom,
    getSize: () => ({ x: 400, y: 300 }),
    project: ([lat, long]) => ({ x: long * 1000, y: lat * 1000 }),
    latLngToContainerPoint: ({ x = 0, y = 0 }) => ({ x, y }),
    containerPointToLatLng: () => ({ lat: 0, lng: 0 }),
    fitBounds(to, options) {
      this.fitted.push(options);
    },
  };
}
