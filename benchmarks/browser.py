"""What a reader's browser waits for: the bytes of a first visit, and a map's new colours after a filter."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Browser, sync_playwright

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from tests.browser.deck_page import DRAWN
from tests.serving import serve

PAGE = "/food-safety"
DOMAIN = "food_safety"
#: Choose a period and wait until the shapes wear other colours; milliseconds come back.
RESTYLE = """([since, until]) => new Promise((resolve) => {
  const worn = () => [...document.querySelectorAll(".leaflet-pane path.leaflet-interactive")]
    .map((path) => path.getAttribute("class")).join();
  const before = worn();
  const started = performance.now();
  const drawn = () => requestAnimationFrame(() => resolve(performance.now() - started));
  const look = () => {
    const now = worn();
    if (now && now !== before) drawn();
    else if (performance.now() - started > 10000) resolve(10000);
    else requestAnimationFrame(look);
  };
  window.citydeck.select({ since, until });
  look();
})"""


def _first_load(browser: Browser, address: str) -> float:
    """Megabytes that a new reader's browser takes in until the page is drawn, as they came over the wire."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    session = context.new_cdp_session(page)
    taken: list[float] = []
    session.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    session.send("Network.enable")
    page.goto(address, wait_until="load")
    page.wait_for_function(DRAWN, timeout=60_000)
    context.close()
    return sum(taken) / 1e6


def _restyles(browser: Browser, address: str, stage: Stage) -> list[float]:
    """Milliseconds from choosing another year to the map's new colours, one year after the other."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{address}{PAGE}", wait_until="load")
    page.wait_for_function(DRAWN, timeout=60_000)
    page.wait_for_selector(".leaflet-pane path.leaflet-interactive")
    last = stage.last_day(DOMAIN)
    taken = []
    for number in range(stage.runs):
        until = last - timedelta(days=30 * (number + 1))
        since = until - timedelta(days=364)
        taken.append(float(page.evaluate(RESTYLE, [since.isoformat(), until.isoformat()])))
        page.wait_for_function(DRAWN, timeout=60_000)
        page.wait_for_timeout(200)
    page.close()
    return taken


def run(stage: Stage) -> list[Measured]:
    """Headless Chromium beside the server on the same machine."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with serve(stage.environment("browser"), stage.folder / "browser.log") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=stage.chromium, args=arguments)
        megabytes = [_first_load(browser, f"{server.address}{PAGE}") for _ in range(stage.runs)]
        restyled = _restyles(browser, server.address, stage)
        browser.close()
    note = f"{stage.city}, {PAGE}"
    return [
        Measured("first load, compressed", "MB", megabytes, limit=2.0, note=note),
        Measured(
            "choropleth restyle after a filter", "ms", restyled, limit=400, note=f"{note}, a year not asked before"
        ),
    ]
