/** Answers that the browser had, as they came, by what decides them: a view had before costs no request. */

/** Characters of answers that a page keeps. */
const MOST_CHARACTERS = 6_000_000;

export class AnswerMemory {
  /** @type {Map<string, string>} */
  #lines = new Map();
  #characters = 0;
  #most;

  constructor(most = MOST_CHARACTERS) {
    this.#most = most;
  }

  /** The answer under a key, which is now the last that will be forgotten. @param {string} key */
  get(key) {
    const line = this.#lines.get(key);
    if (line !== undefined) {
      this.#lines.delete(key);
      this.#lines.set(key, line);
    }
    return line;
  }

  /** @param {string} key @param {string} line */
  keep(key, line) {
    this.#forget(key);
    if (line.length > this.#most) return;
    this.#lines.set(key, line);
    this.#characters += line.length;
    for (const oldest of this.#lines.keys()) {
      if (this.#characters <= this.#most) break;
      this.#forget(oldest);
    }
  }

  /** @param {string} key */
  #forget(key) {
    this.#characters -= this.#lines.get(key)?.length ?? 0;
    this.#lines.delete(key);
  }
}
