/** The menu of a panel: records and pictures of what it shows, written by the server or drawn from its figure. */
import { address } from "../view/address.js";
import { currentView } from "../view/view.js";
import { drawPicture } from "./export_picture.js";

/** How long a file stays in the browser's memory once it is being saved: some ask for it only after the click. */
const KEPT_MS = 60_000;

/** @param {string} href @param {string} name of the file */
function download(href, name) {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * A file of records and its name. Rejects with the server's sentence where it has none.
 * @param {{ page?: string, panel?: string }} of
 * @param {string} format
 * @returns {Promise<[string, string]>}
 */
async function fetchRecords({ page, panel }, format) {
  const response = await fetch(address(`/export/${page}/${panel}.${format}`, currentView()));
  if (!response.ok) throw new Error(await response.text());
  const [, encoded, plain] =
    /filename\*=UTF-8''([^;]+)|filename="?([^";]+)"?$/i.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
  return [URL.createObjectURL(await response.blob()), encoded ? decodeURIComponent(encoded) : (plain ?? "")];
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
  const isPicture = format === "svg" || format === "png";
  try {
    const [href, name] = await (isPicture ? drawPicture : fetchRecords)({ page, panel }, format);
    download(href, name);
    if (href.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
  } catch (error) {
    tell(button, error instanceof Error ? error.message : String(error));
    return;
  }
  button.closest("details")?.removeAttribute("open");
}

export function startExportMenu() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-export]") : null;
    if (button instanceof HTMLElement) exportPanel(button);
  });
}
