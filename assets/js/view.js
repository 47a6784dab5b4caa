/* The view of a page: one Store, mirrored to the address bar. Clicks, controls and the back button all write it here. */
(function () {
  "use strict";
  const CARRIED = ["city", "since", "until", "area", "as_of", "lang"];
  const SINGLE = ["area", "measure", "city", "compare"];
  let view = {};
  let path = window.location.pathname;

  const cleaned = (next) => Object.fromEntries(Object.entries(next).filter(([, value]) => value != null && value !== ""));
  const same = (a, b) => JSON.stringify(Object.entries(cleaned(a)).sort()) === JSON.stringify(Object.entries(cleaned(b)).sort());
  /* What the page's path says already, such as the service that it is about: no key of its address. */
  const fixed = () => (document.querySelector("[data-fixed]")?.dataset.fixed || "").split(" ").filter(Boolean);
  const shownKeys = (shown) => Object.fromEntries(Object.entries(cleaned(shown)).filter(([key]) => !fixed().includes(key)));
  const address = (path, shown) => path + "?" + new URLSearchParams(shownKeys(shown)).toString();

  function show(next) {
    view = cleaned(next);
    window.dash_clientside.set_props("view", { data: view });
  }

  /* Change some keys of the view (null frees one). A step of the drill can be taken back with the back button. */
  function select(patch, reload) {
    const next = cleaned({ ...view, ...patch });
    if (same(next, view)) return;
    if (patch.city && patch.city !== view.city) {
      window.location.assign(address(window.location.pathname, { city: patch.city, lang: view.lang }));
    } else if (reload) {
      if (patch.lang) document.cookie = "citydeck-language=" + patch.lang + ";path=/;max-age=31536000;samesite=lax";
      window.location.assign(address(window.location.pathname, next));
    } else {
      const drilled = (next.area || "") !== (view.area || "");
      window.history[drilled ? "pushState" : "replaceState"](null, "", address(window.location.pathname, next));
      show(next);
    }
  }

  /* A click on a mark adds its value to the dimension, or takes it out again. */
  function toggle(dimension, value) {
    const chosen = (view[dimension] || "").split("|").filter(Boolean);
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    select({ [dimension]: next.join("|") || null });
  }

  function period(since, until) {
    select({ since: since || null, until: until || null });
  }

  /* The days that were dragged over: whole months of a chart by month, days of one by day. */
  function dragged(points, selects) {
    const days = points.map((point) => String([].concat(point.customdata)[0])).filter((day) => /^\d{4}-/.test(day)).sort();
    if (!days.length) return;
    const [first, last] = [days[0], days[days.length - 1]].map((day) => day.slice(0, 10));
    if (selects === "day") period(first, last);
    else period(monthOf(first)[0], monthOf(last)[1]);
  }

  /* Take back what narrows the view, the last choice first; of several values the last one. */
  function takeBack() {
    const kept = ["city", "lang", "measure", "as_of", ...fixed()];
    const key = Object.keys(view).filter((name) => !kept.includes(name)).pop();
    if (!key) return;
    if (key === "since" || key === "until") return period(null, null);
    const values = String(view[key]).split("|").slice(0, -1);
    select({ [key]: values.join("|") || null });
  }

  function controlValue(name) {
    if (name === "period") return [view.since || null, view.until || null];
    if (SINGLE.includes(name)) return view[name] || null;
    return (view[name] || "").split("|").filter(Boolean);
  }

  /* Whether a control's values are the same; nothing chosen is null, an empty list, or two open ends. */
  function alike(a, b) {
    const values = (of) => JSON.stringify([].concat(of ?? []).filter((each) => each));
    return values(a) === values(b);
  }

  function clicked(point, selects) {
    const value = [].concat(point.customdata)[0];
    if (value == null || !selects) return;
    if (selects === "period") period(...monthOf(String(value)));
    else if (selects === "day") period(String(value).slice(0, 10), String(value).slice(0, 10));
    else if (selects === "area") select({ area: String(value) });
    else toggle(selects, String(value));
  }

  /* First and last day of the month that a mark's date lies in. */
  function monthOf(iso) {
    const first = new Date(iso.slice(0, 7) + "-01T00:00:00Z");
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
    return [first.toISOString().slice(0, 10), last.toISOString().slice(0, 10)];
  }

  /* The page's language and its title, for those who hear them; Dash names a page after its file, a moment later. */
  function name() {
    if (view.lang) document.documentElement.lang = view.lang;
    const heading = document.querySelector("h1");
    const city = document.querySelector(".brand-city");
    if (heading && city) document.title = heading.textContent + " · " + city.textContent;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    view: {
      /* The Store changed: the address follows, and every control shows what it says. */
      shown(data, _page, controls, now) {
        view = cleaned(data || {});
        path = window.location.pathname;
        const wanted = address(window.location.pathname, view);
        if (view.city && wanted !== window.location.pathname + window.location.search) {
          window.history.replaceState(null, "", wanted);
        }
        // A control that is told what it shows already draws itself again for nothing.
        return controls.map((id, index) => {
          const value = controlValue(id.dimension);
          const stays = (id.dimension === "measure" && value === null) || alike(value, now[index]);
          return stays ? window.dash_clientside.no_update : value;
        });
      },
      /* Any page came: its view is known to links, its language and title to those who hear it. */
      named(data) {
        view = cleaned(data || {});
        path = window.location.pathname;
        name();
        return window.dash_clientside.no_update;
      },
      /* A control was used: only the one that changed is read. */
      used(values, controls) {
        const triggered = window.dash_clientside.callback_context.triggered;
        if (triggered.length) {
          const patch = {};
          controls.forEach((id, index) => {
            const name = id.dimension;
            const mine = triggered.some((each) => each.prop_id.startsWith(JSON.stringify(id, Object.keys(id).sort())));
            if (!mine) return;
            const value = values[index];
            if (name === "period") {
              const [since, until] = value || [null, null];
              if (Boolean(since) === Boolean(until)) Object.assign(patch, { since, until });
            } else if (SINGLE.includes(name)) {
              patch[name] = value || null;
            } else {
              patch[name] = (value || []).join("|") || null;
            }
          });
          if (patch.measure === null) delete patch.measure;
          if (Object.keys(patch).length) select(patch);
        }
        return window.dash_clientside.no_update;
      },
      /* A span of a chart over time was dragged. */
      spanned(spans, graphs) {
        window.dash_clientside.callback_context.triggered.forEach((each) => {
          const index = graphs.findIndex((id) => each.prop_id.startsWith(JSON.stringify(id, Object.keys(id).sort())));
          const span = index >= 0 ? spans[index] : null;
          if (span && span.range && span.points.length) dragged(span.points, graphs[index].selects);
        });
        return window.dash_clientside.no_update;
      },
      /* A mark of a chart was clicked. */
      marked(clicks, graphs) {
        const triggered = window.dash_clientside.callback_context.triggered;
        triggered.forEach((each) => {
          const index = graphs.findIndex((id) => each.prop_id.startsWith(JSON.stringify(id, Object.keys(id).sort())));
          const click = index >= 0 ? clicks[index] : null;
          if (click && click.points.length) clicked(click.points[0], graphs[index].selects);
        });
        return window.dash_clientside.no_update;
      },
    },
  });

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-select]");
    if (chosen) {
      event.preventDefault();
      select(JSON.parse(chosen.dataset.select), "reload" in chosen.dataset);
      return;
    }
    const mark = event.target.closest("[data-marks]");
    if (mark) clicked({ customdata: [mark.dataset.value] }, mark.dataset.marks);
    const navigated = event.target.closest("a[data-navigate]");
    if (navigated && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
      const carried = Object.fromEntries(CARRIED.filter((key) => view[key]).map((key) => [key, view[key]]));
      navigated.href = address(navigated.dataset.navigate, carried);
    }
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* Back and forward within a page change its view alone: Dash's own router would lay out the whole page again, and take
   * the map away while it still moves. It listens later than we do. */
  document.addEventListener("keydown", (event) => {
    const busy = "input, textarea, select, details[open], [role=dialog], [role=listbox], [role=grid]";
    if (event.key === "Escape" && !event.defaultPrevented && !event.target.closest(busy)) takeBack();
  });

  window.addEventListener("popstate", (event) => {
    if (window.location.pathname !== path) return;
    event.stopImmediatePropagation();
    const stays = Object.fromEntries(fixed().map((key) => [key, view[key]]));
    show({ ...Object.fromEntries(new URLSearchParams(window.location.search)), ...stays });
  });

  window.citydeck = Object.assign(window.citydeck || {}, { select, toggle, period, view: () => ({ ...view }) });
})();
