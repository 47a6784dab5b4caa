/** What the map writes: elements of text nodes alone, so that nothing a publisher wrote is read as HTML. */

/** @param {string} name @param {string} className @param {string} [text] */
export function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** @param {string} className @param {string[]} words */
function line(className, [word, value]) {
  const row = element("div", className);
  row.append(element("span", "", word), element("b", "", value));
  return row;
}

/**
 * A hover label.
 * @param {string} title
 * @param {[string, string] | null} headline
 * @param {[string, string][]} lines each a word and its value
 */
export function tooltip(title, headline, lines) {
  const box = element("div", "tip");
  box.append(element("div", "tip-title", title));
  if (headline) box.append(line("tip-line tip-headline", headline));
  box.append(...lines.map((words) => line("tip-line", words)));
  return box;
}
