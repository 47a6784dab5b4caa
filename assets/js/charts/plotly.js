/** Plotly, which draws walls and pictures to take away, and is asked for with the first of them. */
import { lendTheme } from "./plotly_theme.js";

/** A browser keeps it for ever, so the address names the version; tests/assets/test_vendor.py compares the two. */
const ADDRESS = "/assets/vendor/plotly-cartesian.min.js?version=4.1.1";

/** @type {Promise<import("../globals.d.ts").Plotly> | null} */
let library = null;

/**
 * Rejected where the script did not come; the next call asks again.
 * @returns {Promise<import("../globals.d.ts").Plotly>}
 */
export function loadPlotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = ADDRESS;
    script.onload = () => {
      const plotly = /** @type {import("../globals.d.ts").Plotly} */ (window.Plotly);
      lendTheme(plotly);
      resolve(plotly);
    };
    script.onerror = () => {
      library = null;
      script.remove();
      reject(new TypeError("Plotly's script did not come"));
    };
    document.head.append(script);
  });
  return library;
}
