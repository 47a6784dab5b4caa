/* The search over all services: a combobox with a list box (WAI-ARIA), filled by the server while the reader types. */
(function () {
  "use strict";
  const PAUSE_MS = 120;
  let timer = 0;
  let asked = null;

  const rootOf = (target) => target.closest && target.closest("[data-service-search]");
  const parts = (root) => ({
    input: root.querySelector("input"),
    list: root.querySelector("[role=listbox]"),
    told: root.querySelector("[role=status]"),
    words: JSON.parse(root.dataset.words),
  });
  const worded = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  function close(root) {
    const { input, list } = parts(root);
    clearTimeout(timer);
    if (asked) asked.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /* One find: the name in the reader's language, the other one below, and the way to its own page. */
  function option(each, index, chosen, words) {
    const made = document.createElement("div");
    made.id = "service-search-" + index;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", String(chosen.includes(each.service)));
    made.className = "search-option";
    made.dataset.service = each.service;
    const name = document.createElement("span");
    name.className = "search-name";
    name.textContent = each.name;
    made.append(name);
    if (each.other && each.other !== each.name) {
      const other = document.createElement("span");
      other.className = "search-other";
      other.textContent = each.other;
      made.append(other);
    }
    if (chosen.includes(each.service)) made.title = words.chosen;
    return made;
  }

  function show(root, answer) {
    const { input, list, told, words } = parts(root);
    const chosen = (window.citydeck.view().service || "").split("|");
    list.replaceChildren(...answer.found.map((each, index) => option(each, index, chosen, words)));
    const text = answer.total ? worded(words.found, { shown: answer.found.length, total: answer.total }) : words.none;
    const note = document.createElement("div");
    note.className = "search-note";
    note.setAttribute("aria-hidden", "true");
    note.textContent = answer.total ? text + " · " + words.open : text;
    list.append(note);
    told.textContent = text;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  }

  async function ask(root) {
    if (asked) asked.abort();
    asked = new AbortController();
    const view = window.citydeck.view();
    const query = new URLSearchParams({ q: parts(root).input.value, lang: view.lang || "" });
    if (view.as_of) query.set("as_of", view.as_of);
    try {
      const got = await fetch("/api/services/" + encodeURIComponent(view.city) + "?" + query, { signal: asked.signal });
      if (got.ok && document.activeElement === parts(root).input) show(root, await got.json());
    } catch (error) {
      if (error.name !== "AbortError") close(root);
    }
  }

  function move(root, step) {
    const { input, list } = parts(root);
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    const now = options.findIndex((each) => each.classList.contains("active"));
    const next = now < 0 ? (step > 0 ? 0 : options.length - 1) : (now + step + options.length) % options.length;
    options.forEach((each, index) => each.classList.toggle("active", index === next));
    options[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[next].id);
  }

  function choose(root, service, page) {
    if (page || root.dataset.serviceSearch === "service") {
      const { city, since, until, area, as_of, lang } = window.citydeck.view();
      const kept = Object.entries({ city, since, until, area, as_of, lang }).filter(([, value]) => value);
      window.location.assign("/services/" + encodeURIComponent(service) + "?" + new URLSearchParams(kept));
      return;
    }
    window.citydeck.toggle("service", service);
    const { input } = parts(root);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, "");
    input.dispatchEvent(new Event("change", { bubbles: true }));
    close(root);
  }

  document.addEventListener("input", (event) => {
    const root = rootOf(event.target);
    if (!root) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(root), PAUSE_MS);
  });
  document.addEventListener("focusin", (event) => {
    const root = rootOf(event.target);
    document.querySelectorAll("[data-service-search]").forEach((each) => {
      if (each !== root && !parts(each).list.hidden) close(each);
    });
  });
  /* The list goes before the box loses its focus, so a press must not take it away. */
  document.addEventListener("mousedown", (event) => {
    const root = rootOf(event.target);
    if (root && event.target.closest("[role=listbox]")) event.preventDefault();
    else document.querySelectorAll("[data-service-search]").forEach((each) => each !== root && close(each));
  });
  document.addEventListener("click", (event) => {
    const root = rootOf(event.target);
    const found = root && event.target.closest("[role=option]");
    if (found) choose(root, found.dataset.service, event.ctrlKey || event.metaKey);
    else if (root && event.target === parts(root).input && parts(root).list.hidden) ask(root);
  });
  document.addEventListener("keydown", (event) => {
    const root = rootOf(event.target);
    if (!root || event.isComposing) return;
    const { list } = parts(root);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask(root);
      else move(root, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const found = list.querySelector(".active") || list.querySelector("[role=option]");
      if (!list.hidden && found) choose(root, found.dataset.service, event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close(root);
    } else if (event.key === "Tab") {
      close(root);
    }
  });
})();
