/** The menu of a panel: records from the server, pictures from the figure that the server has of the view. */
import { themed } from "../charts/plotly_theme.js";
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

/** Nothing comes of a panel without a figure. @param {DOMStringMap} panel @param {string} format */
async function downloadPicture({ page, panel }, format) {
  const response = await fetch(address(`/picture/${page}/${panel}.json`, currentView()));
  if (!response.ok || !window.Plotly) return;
  const { title, data, layout } = await response.json();
  const top = { title: { text: title, x: 0.01, xanchor: "left" }, paper_bgcolor: "var(--panel)" };
  const margin = { ...layout.margin, t: (layout.margin?.t ?? 0) + 40 };
  const figure = themed({ data, layout: { ...layout, ...top, margin } });
  download(await window.Plotly.toImage(figure, { format, ...PICTURE_SIZE }), `${panel}.${format}`);
}

/** @param {HTMLElement} button */
function exportPanel(button) {
  const { export: format = "", page, panel } = button.dataset;
  const isPicture = format === "svg" || format === "png";
  if (!isPicture) download(address(`/export/${page}/${panel}.${format}`, currentView()), `${panel}.${format}`);
  else downloadPicture(button.dataset, format);
  button.closest("details")?.removeAttribute("open");
}

export function startExportMenu() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-export]") : null;
    if (button instanceof HTMLElement) exportPanel(button);
  });
}
