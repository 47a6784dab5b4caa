/* The menu of a panel: records from the server, pictures from the figure that is shown. */
(function () {
  "use strict";

  function save(address, name) {
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.download = name;
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
  }

  async function picture(button, kind) {
    const plot = button.closest(".panel").querySelector(".js-plotly-plot");
    if (!plot) return;
    const size = { format: kind, width: 1200, height: 600 };
    save(await window.Plotly.toImage(plot, size), button.dataset.panel + "." + kind);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-export]");
    if (!button) return;
    const kind = button.dataset.export;
    if (kind === "csv") {
      const query = new URLSearchParams(window.citydeck.view()).toString();
      save("/export/" + button.dataset.page + "/" + button.dataset.panel + ".csv?" + query, button.dataset.panel + ".csv");
    } else {
      picture(button, kind);
    }
    button.closest("details").open = false;
  });
})();
