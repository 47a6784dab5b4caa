/** The menu of a panel: records from the server, pictures from the figure that is shown. */
import { address } from "../view/address.js";
import { currentView } from "../view/view.js";

const PICTURE_SIZE = { width: 1200, height: 600 };

/** @param {string} href @param {string} name of the file */
function download(href, name) {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** @param {HTMLElement} button @param {string} format */
async function downloadPicture(button, format) {
  const graph = button.closest(".panel")?.querySelector(".js-plotly-plot");
  if (!graph || !window.Plotly) return;
  download(await window.Plotly.toImage(graph, { format, ...PICTURE_SIZE }), `${button.dataset.panel}.${format}`);
}

/** @param {HTMLElement} button */
function exportPanel(button) {
  const { export: format = "", page, panel } = button.dataset;
  const isPicture = format === "svg" || format === "png";
  if (!isPicture) download(address(`/export/${page}/${panel}.${format}`, currentView()), `${panel}.${format}`);
  else downloadPicture(button, format);
  button.closest("details")?.removeAttribute("open");
}

export function startExportMenu() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-export]") : null;
    if (button instanceof HTMLElement) exportPanel(button);
  });
}
