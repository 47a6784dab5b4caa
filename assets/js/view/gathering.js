/** Gathers the parts of an answer that come one after the other, so that few frames show them all. */

/** Parts that come within this time are drawn together: style, layout and paint cost as much for one as for five. */
const TOGETHER_MS = 100;
/** How long parts are drawn before the browser may paint, and hear the next choice. */
const SLICE_MS = 30;

/** Lets the browser paint once drawing took long. @returns {() => Promise<void>} */
export function pauses() {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < SLICE_MS) return;
    await new Promise((resolve) => window.setTimeout(resolve, 0));
    started = performance.now();
  };
}

/**
 * What draws the parts of one answer: the first at once, later ones together, the last as soon as the answer ends.
 * @template Each
 * @param {(each: Each) => void} draw
 */
export function gathering(draw) {
  /** @type {Each[]} */
  let held = [];
  let timer = 0;
  let lastDrawn = -Infinity;
  let drawing = Promise.resolve();

  async function drawHeld() {
    const pause = pauses();
    const each = held;
    held = [];
    for (const one of each) {
      draw(one);
      await pause();
    }
    lastDrawn = performance.now();
  }

  /** Draw what is held. Settled once all of it is drawn; rejected where some of it could not be. */
  function flush() {
    window.clearTimeout(timer);
    timer = 0;
    drawing = drawing.then(drawHeld);
    return drawing;
  }

  return {
    /** @param {Each} each */
    add(each) {
      held.push(each);
      timer ||= window.setTimeout(flush, Math.max(0, lastDrawn + TOGETHER_MS - performance.now()));
    },
    flush,
  };
}
