/* How the map draws what Python sends: shapes by address, values by hideout. Colours are classes of map.css. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const STEPS = [];
  for (const scale of ["seq", "div"]) for (let step = 0; step < 9; step += 1) STEPS.push(`${scale}-${step}`);
  STEPS.push("none");

  function svg(name, attributes, children) {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    (children || []).forEach((child) => element.appendChild(child));
    return element;
  }

  /* One hatching a shade: a second cue beside colour for values that were not simply observed there. */
  function addHatching() {
    const patterns = STEPS.map((step) =>
      svg("pattern", { id: `hatch-${step}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, [
        svg("rect", { width: 6, height: 6, class: `area-${step}` }),
        svg("rect", { width: 2, height: 6, class: "hatch-line" }),
        svg("rect", { x: 2, width: 1, height: 6, class: "hatch-edge" }),
      ])
    );
    const holder = svg("svg", { width: 0, height: 0, "aria-hidden": "true", class: "hatching" }, [svg("defs", {}, patterns)]);
    document.body.appendChild(holder);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* A hover label of text nodes alone: nothing a publisher wrote is read as HTML. */
  function label(title, headline, lines) {
    const box = element("div", "tip");
    box.appendChild(element("div", "tip-title", title));
    if (headline) {
      const row = element("div", "tip-line tip-headline");
      row.append(element("span", "", headline[0]), element("b", "", headline[1]));
      box.appendChild(row);
    }
    (lines || []).forEach(([word, value]) => {
      const row = element("div", "tip-line");
      row.append(element("span", "", word), element("b", "", value));
      box.appendChild(row);
    });
    return box;
  }

  const valueOf = (feature, context) => (context.hideout && context.hideout.values[feature.properties.area_id]) || null;

  function areaStyle(feature, context) {
    const value = valueOf(feature, context);
    const step = value ? value.step : "none";
    const selected = context.hideout && context.hideout.selected === feature.properties.area_id;
    const classes = ["area", value && value.hatched ? `area-hatched-${step}` : `area-${step}`];
    if (selected) classes.push("area-selected");
    return { className: classes.join(" "), weight: selected ? 2.5 : 0.8, fillOpacity: 1, opacity: 1 };
  }

  function areaBehaviour(feature, layer, context) {
    const id = feature.properties.area_id;
    const value = valueOf(feature, context);
    if (value) {
      layer.bindTooltip(() => label(value.name, [context.hideout.measure, value.value], value.told), {
        sticky: true, className: "map-tip", opacity: 1,
      });
      layer.citydeckName = value.name;
    }
    layer.on({
      mouseover: () => layer.bringToFront(),
      click: () => window.citydeck.select({ area: id }),
    });
    nameLater(context.map, layer);
  }

  /* Names stand on the areas that are large enough on the screen to hold them; they are set once all areas are drawn. */
  const waiting = new WeakMap();

  function nameLater(map, layer) {
    let state = waiting.get(map);
    if (!state) {
      state = { layers: new Set(), names: window.L.layerGroup([], { pane: "labels" }).addTo(map), timer: null };
      waiting.set(map, state);
      nameButtons(map.getContainer());
      map.on("zoomend resize", () => schedule(map, state));
      keepFitting(map, state);
    }
    state.layers.add(layer);
    schedule(map, state);
  }

  /* The zoom's buttons in the reader's words, for those who hover and those who hear. */
  function nameButtons(container) {
    const frame = container.closest(".map-frame");
    if (!frame) return;
    ["in", "out"].forEach((way) => {
      const button = container.querySelector(`.leaflet-control-zoom-${way}`);
      const word = frame.getAttribute(`data-zoom-${way}`);
      if (!button || !word) return;
      button.title = word;
      button.setAttribute("aria-label", word);
    });
  }

  /* The panel grows while its page is filled: the map follows, until the reader moves it. */
  function keepFitting(map, state) {
    let moved = false;
    map.on("dragstart", () => { moved = true; });
    map.getContainer().addEventListener("click", (event) => {
      if (event.target.closest(".leaflet-control-zoom")) moved = true;
    });
    new ResizeObserver(() => {
      if (!map.getContainer().clientWidth || !map.getContainer().clientHeight) return; // out of sight: it has no size to fit
      map.invalidateSize({ animate: false }); // about its centre: Dash hears of each move and would bring a passing one back
      const bounds = window.L.latLngBounds([]);
      state.layers.forEach((layer) => { if (layer._map) bounds.extend(layer.getBounds()); });
      if (moved || !bounds.isValid()) return;
      map.fitBounds(bounds, { padding: [12, 12], animate: false });
      clearLegend(map, bounds);
    }).observe(map.getContainer());
  }

  /* Moves a narrow city to the left, as far as there is room, so that the legend does not lie on it. */
  function clearLegend(map, bounds) {
    const legend = map.getContainer().parentElement.parentElement.querySelector(".map-legend");
    if (!legend || window.getComputedStyle(legend).position !== "absolute") return;
    const left = map.latLngToContainerPoint(bounds.getSouthWest()).x - 12;
    const covered = map.latLngToContainerPoint(bounds.getNorthEast()).x - (map.getSize().x - legend.offsetWidth - 24);
    const shift = Math.min(left, covered);
    if (shift > 0) map.panBy([shift, 0], { animate: false });
  }

  function schedule(map, state) {
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(() => nameAreas(map, state), 60);
  }

  /* About how wide a name is written at the root's usual size; a Chinese character takes the room of two letters. */
  const nameWidth = (name) => [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 11 : 6.4), 0);

  function nameAreas(map, state) {
    state.names.clearLayers();
    const taken = [];
    const shown = [];
    state.layers.forEach((layer) => {
      if (!layer._map) state.layers.delete(layer);
      else if (layer.citydeckName) shown.push(layer);
    });
    const size = (layer) => {
      const bounds = layer.getBounds();
      const low = map.latLngToLayerPoint(bounds.getSouthWest());
      const high = map.latLngToLayerPoint(bounds.getNorthEast());
      return { width: high.x - low.x, height: low.y - high.y };
    };
    const zoom = parseFloat(window.getComputedStyle(document.documentElement).fontSize) / 16;
    shown
      .map((layer) => ({ layer, box: size(layer) }))
      .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
      .forEach(({ layer, box }) => {
        const width = (nameWidth(layer.citydeckName) + 6) * zoom;
        if (box.width < width * 0.72 || box.height < 22 * zoom) return;
        // Leaflet's own centre is that of the first part of an area, which may be its smaller one.
        const inside = layer.feature.properties.centre;
        const centre = inside ? window.L.latLng(inside) : layer.getBounds().getCenter();
        const at = map.latLngToLayerPoint(centre);
        const place = [at.x - width / 2, at.y - 9 * zoom, at.x + width / 2, at.y + 9 * zoom];
        if (taken.some((other) => place[0] < other[2] && place[2] > other[0] && place[1] < other[3] && place[3] > other[1])) return;
        taken.push(place);
        const icon = window.L.divIcon({ className: "area-name", html: element("span", "", layer.citydeckName), iconSize: null });
        window.L.marker(centre, { icon, interactive: false, keyboard: false, pane: "labels" }).addTo(state.names);
      });
  }

  const contextStyle = () => ({ className: "context", weight: 1.4, fill: false, opacity: 1 });
  const baseStyle = (feature, context) => ({ className: `base base-${context.hideout.layer}`, weight: 0.6, fillOpacity: 1 });

  function pointMark(feature, latlng) {
    const state = String(feature.properties.state || "none").replace(/[^a-z0-9_-]/gi, "");
    return window.L.circleMarker(latlng, { radius: 5, weight: 1.2, fillOpacity: 0.95, className: `point point-${state}` });
  }

  function pointBehaviour(feature, layer) {
    const told = feature.properties;
    if (told.cluster) return;
    layer.bindTooltip(() => label(told.name, null, [["", told.state_word], ...told.told]), { className: "map-tip", opacity: 1 });
    layer.on("click", () => window.citydeck.toggle("premises", told.point_id));
  }

  function clusterMark(feature, latlng) {
    const count = feature.properties.point_count_abbreviated;
    const size = 24 + Math.min(String(count).length, 4) * 5;
    return window.L.marker(latlng, {
      icon: window.L.divIcon({ className: "cluster", html: element("span", "", String(count)), iconSize: [size, size] }),
      alt: String(count),
    });
  }

  document.addEventListener("DOMContentLoaded", addHatching);
  window.citydeck = Object.assign(window.citydeck || {}, {
    map: { areaStyle, areaBehaviour, contextStyle, baseStyle, pointMark, pointBehaviour, clusterMark },
  });
})();
