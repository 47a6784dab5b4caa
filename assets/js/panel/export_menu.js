/** The menu of a panel: records and pictures of what it shows, written by the server or drawn from its figure. */
import { address } from "../view/address.js";
import { currentView } from "../view/view.js";
import { drawPicture } from "./export_picture.js";

/** @param {string} href @param {string} name of the file; the server's own where it is empty */
function download(href, name) {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Why there is no file, as a sentence in the menu. @param {HTMLElement} button @param {string} sentence */
function tell(button, sentence) {
  const told = document.createElement("p");
  told.className = "sentence";
  told.setAttribute("role", "alert");
  told.textContent = sentence;
  button.parentElement?.append(told);
}

/** @param {HTMLElement} button */
async function exportPanel(button) {
  const { export: format = "", page, panel } = button.dataset;
  button.parentElement?.querySelectorAll('[role="alert"]').forEach((told) => told.remove());
  if (format === "svg" || format === "png") {
    try {
      download(...(await drawPicture({ page, panel }, format)));
    } catch (error) {
      tell(button, error instanceof Error ? error.message : String(error));
      return;
    }
  } else download(address(`/export/${page}/${panel}.${format}`, currentView()), "");
  button.closest("details")?.removeAttribute("open");
}

export function startExportMenu() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-export]") : null;
    if (button instanceof HTMLElement) exportPanel(button);
  });
}
