/** The list of the search by name: what was found, and how the keys move in it. */

/**
 * @typedef {"service" | "premises" | "department" | "fund" | "payee" | "area"} Kind
 * @typedef {{ kind: Kind, key: string, name: string, other: string }} Find `other`: its name in another language
 * @typedef {{ total: number, found: Find[] }} Answer of `/api/names/<city>`
 * @typedef {{ none: string, found: string, chosen: string, open: string } & Record<Kind, string>} Words
 */

/**
 * A text with numbers for its `{names}`, written in the page's language.
 * @param {string} text
 * @param {Record<string, number>} values
 */
export const worded = (text, values) =>
  text.replace(/\{(\w+)\}/g, (_, key) => values[key].toLocaleString(document.documentElement.lang || []));

/** How many were found, in words. @param {Answer} answer @param {Words} words */
export const countText = ({ total, found }, words) =>
  total ? worded(words.found, { shown: found.length, total }) : words.none;

/**
 * The option that an arrow key leads to; the list is a ring.
 * @param {number} active the option that is active, -1 for none
 * @param {1 | -1} step
 * @param {number} count
 */
export function nextOption(active, step, count) {
  if (active < 0) return step > 0 ? 0 : count - 1;
  return (active + step + count) % count;
}

/** @param {string} className @param {string} text */
function line(className, text) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * One find: the name in the reader's language, the other one below, and what it is.
 * @param {Find} find
 * @param {number} index
 * @param {boolean} chosen
 * @param {Words} words
 */
function option(find, index, chosen, words) {
  const made = document.createElement("div");
  made.id = `name-search-${index}`;
  made.className = "search-option";
  made.dataset.kind = find.kind;
  made.dataset.key = find.key;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", String(chosen));
  made.append(line("search-name", find.name));
  if (find.other && find.other !== find.name) made.append(line("search-other", find.other));
  made.append(line("search-kind", words[find.kind]));
  if (chosen) made.title = words.chosen;
  return made;
}

/**
 * What stands below the options; a screen reader hears it as the list's status.
 * @param {Answer} answer
 * @param {Words} words
 */
function note(answer, words) {
  const made = document.createElement("div");
  made.className = "search-note";
  made.setAttribute("aria-hidden", "true");
  made.textContent = answer.total ? `${countText(answer, words)} · ${words.open}` : words.none;
  return made;
}

/**
 * The elements of the list.
 * @param {Answer} answer
 * @param {string[]} chosen services that the view is narrowed to
 * @param {Words} words
 */
export const listItems = (answer, chosen, words) => [
  ...answer.found.map((find, index) =>
    option(find, index, find.kind === "service" && chosen.includes(find.key), words),
  ),
  note(answer, words),
];
