/** A browser's page for tests, without a browser: happy-dom's, with the globals that our scripts use. */
import { Window } from "happy-dom";

const GLOBALS = [
  "Element",
  "HTMLElement",
  "HTMLInputElement",
  "HTMLDetailsElement",
  "HTMLAnchorElement",
  "Node",
  "Event",
  "CustomEvent",
  "KeyboardEvent",
  "MouseEvent",
  "MutationObserver",
  "ResizeObserver",
  "IntersectionObserver",
  "localStorage",
  "document",
];

/** What stands in for Dash: it notes what components were given. */
function dash() {
  const given = [];
  return {
    given,
    no_update: Symbol("no update"),
    set_props: (id, props) => given.push([id, props]),
    callback_context: { triggered: [] },
  };
}

/**
 * Open a page of such an address and content.
 * @returns {{ window: Window, document: Document, dash: ReturnType<typeof dash>, settled: () => Promise<void> }}
 */
export function openPage(body = "", address = "http://city.test/services") {
  const window = new Window({ url: address });
  window.document.body.innerHTML = body;
  window.dash_clientside = dash();
  for (const name of GLOBALS) globalThis[name] = window[name];
  globalThis.window = window;
  return {
    window,
    document: window.document,
    dash: window.dash_clientside,
    settled: () => window.happyDOM.waitUntilComplete(),
  };
}
