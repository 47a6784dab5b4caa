/**
 * The entry: publishes by name what Dash looks up on `window`, starts each part, then starts Dash's renderer, so that
 * nothing is drawn before its functions are there. No other module does anything when it is imported.
 */
import { chartDrawing } from "./charts/chart.js";
import { startMarkTips } from "./charts/mark_tip.js";
import { filterCities } from "./city_chooser/city_chooser.js";
import { startCityList } from "./city_chooser/city_list.js";
import { loadPlotly } from "./charts/plotly.js";
import { chartsFollowTheme } from "./charts/plotly_theme.js";
import { startTurning } from "./charts/turn.js";
import { drawAs } from "./drawing/elements.js";
import { startFlatMaps } from "./map/flat.js";
import { addHatching } from "./map/hatching.js";
import * as mapLayers from "./map/layers.js";
import { pageMap } from "./map/page_map.js";
import { Markup } from "./markup.js";
import { startCopyingCells } from "./panel/copy_cells.js";
import { startExportMenu } from "./panel/export_menu.js";
import { startFigureTables } from "./panel/figure_table.js";
import { restoreFocus } from "./panel/focus.js";
import { startPager } from "./panel/pager.js";
import { recordTableDrawing } from "./panel/record_table.js";
import { startSnapshotPoll } from "./panel/snapshot_poll.js";
import { startNameSearch } from "./name_search/name_search.js";
import { startThemeSwitch } from "./theme_switch.js";
import * as viewCallbacks from "./view/callbacks.js";
import { showControls, startControls } from "./view/controls.js";
import { startFolding } from "./view/folding.js";
import { startViewInteractions } from "./view/interactions.js";
import { drawWhole, startParts } from "./view/parts.js";
import { startPrinting } from "./view/printing.js";
import { currentView, onChange, select, selectPeriod, toggle } from "./view/view.js";

window.dash_clientside = Object.assign({}, window.dash_clientside, { view: { ...viewCallbacks } });
const map = { ...mapLayers, pageMap };
window.dashMantineFunctions = Object.assign({}, window.dashMantineFunctions, { cities: filterCities });
window.citydeck = { Markup, map, view: currentView, select, toggle, period: selectPeriod, drawWhole };

drawAs("Chart", chartDrawing);
drawAs("RecordTable", recordTableDrawing);
startFlatMaps();
startControls();
startCityList();
startParts();
startFolding();
startPrinting();
onChange(showControls);
startExportMenu();
startCopyingCells();
startPager();
// Those that close something by Escape come before the view, which takes a choice back where nothing was closed.
startFigureTables();
startNameSearch();
startViewInteractions();
restoreFocus();
startSnapshotPoll();
startMarkTips();
startTurning();
addHatching();
chartsFollowTheme();
startThemeSwitch();

const path = window.location.pathname.replace(/\/$/, "");
if (path.endsWith("/wall")) {
  // Its figures are Dash's, which would else bring another Plotly, thrice as large.
  await loadPlotly().catch(window.reportError);
  const { startWall } = await import("./wall/wall.js");
  startWall();
}
window.renderer = new window.DashRenderer();
