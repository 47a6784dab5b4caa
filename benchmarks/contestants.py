"""Two pages of the same records, served: ours of services, and a plain one in Dash; and when each is drawn."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.stage import Stage
from data.city.area_shapes import geojson
from data.city.pack import areas_of, load_city
from data.published.snapshots import find_snapshot
from data.publishing.places import area_columns
from settings import ROOT, settings
from tests.serving import free_port, serve

CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WINDOW = {"width": 1920, "height": 1080}
#: A page is drawn when nothing changed in it for so long and it waits for nothing; these are not counted.
QUIET_MS = 400
LONGEST_MS = 60_000
#: Resolves with the milliseconds from ACT (or the navigation) to the last change of the page, which is not BUSY.
SETTLED = """([acts, quiet]) => new Promise((resolve, reject) => {
  const isBusy = () => BUSY;
  const started = acts ? performance.now() : 0;
  let last = performance.now();
  let changes = 0;
  new MutationObserver(() => { last = performance.now(); changes += 1; }).observe(
    document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  if (acts) { ACT }
  const look = () => {
    // Whether it is busy is asked last: to know what is in sight the browser lays the page out.
    if ((changes || !acts) && performance.now() - last > quiet && !isBusy()) resolve(last - started);
    else if (performance.now() - started > 60000) reject(new Error("not drawn within a minute"));
    else setTimeout(look, 20);
  };
  look();
})"""
#: Whether a part that is in sight waits for its answer.
IN_SIGHT_BUSY = """[...document.querySelectorAll('[data-part][aria-busy="true"]')].some((part) => {
  const { top, bottom } = (part.closest(".panel") ?? part).getBoundingClientRect();
  return bottom > 0 && top < innerHeight; })"""
OUR_BUSY = f"""!document.querySelector("[data-part]") || {IN_SIGHT_BUSY}"""
PLAIN_BUSY = (
    """document.title.startsWith("Updating") || document.querySelectorAll(".js-plotly-plot .main-svg").length < 4"""
)


@dataclass(frozen=True)
class Contestant:
    """A page that is measured: its address, how an area is chosen in it, and when it still waits for something."""

    name: str
    address: str
    choose: str
    busy: str

    def settled(self, page: Page, area: str | None = None) -> float:
        """Seconds until the page is drawn: since it was navigated to, or since that area is chosen."""
        act = "" if area is None else self.choose.format(area=json.dumps(area))
        script = SETTLED.replace("BUSY", self.busy).replace("ACT", act)
        return float(page.evaluate(script, [area is not None, QUIET_MS])) / 1000

    def open(self, page: Page) -> float:
        """Seconds until the page is drawn that a reader goes to."""
        page.goto(self.address, wait_until="commit")
        page.wait_for_selector("body")
        return self.settled(page)


@dataclass(frozen=True)
class Records:
    """The single requests of a city and its areas as files, and the ids of the areas, those of most requests first."""

    file: Path
    shapes: Path
    areas: list[str]


def write_records(stage: Stage) -> Records:
    """What the plain page reads."""
    cubes = find_snapshot(settings().snapshots_dir, stage.city, "services").cubes_file
    city = load_city(stage.city, settings().cities_dir)
    level, known = area_columns(city)[0], areas_of(city)
    file, areas = stage.folder / "records.parquet", stage.folder / "areas.geojson"
    with duckdb.connect(str(cubes), read_only=True) as connection:
        kept = f"SELECT day, {level} AS area, nature, status, days FROM request_records WHERE {level} IS NOT NULL"
        connection.execute(f"COPY ({kept}) TO '{file}' (FORMAT parquet)")
        most = connection.execute(f"SELECT area FROM ({kept}) GROUP BY area ORDER BY count(*) DESC, area").fetchall()
    shapes = json.loads(geojson(city, city.levels[1].key))
    for each in shapes["features"]:
        each["properties"]["population"] = known[each["properties"]["area_id"]].population
    areas.write_text(json.dumps(shapes), "utf-8")
    return Records(file, areas, [area for (area,) in most])


@contextmanager
def served_plain(records: Records, log: Path) -> Iterator[Contestant]:
    """The plain page, on a server just started."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.plain_dash", str(records.file), str(records.shapes), str(port)]
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as told:
        process = subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=subprocess.STDOUT)
        try:
            _wait_for(address, process, log)
            yield Contestant("plain", address, "dash_clientside.set_props('area', {{ value: {area} }})", PLAIN_BUSY)
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60):
                return
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"the plain page did not come up:\n{log.read_text('utf-8')[-2000:]}")


@contextmanager
def served_ours(stage: Stage, name: str) -> Iterator[Contestant]:
    """Our page, on a server just started whose cache of answers is empty. `name` is that of its cache and log."""
    with serve(stage.environment(name), stage.folder / f"{name}.log") as server:
        address = f"{server.address}/services?city={stage.city}&lang=en"
        yield Contestant("ours", address, "window.citydeck.select({{ area: {area} }})", OUR_BUSY)


@contextmanager
def chromium(stage: Stage) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=stage.chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def context_of(browser: Browser, height: int = WINDOW["height"]) -> BrowserContext:
    """A reader's browser without a cache, in a window of that height."""
    context = browser.new_context(viewport={"width": WINDOW["width"], "height": height})
    context.set_default_timeout(LONGEST_MS)
    # Plotly fetches a map of the world for any choropleth, drawn or not; there is no network here.
    context.route("**/assets/world_110m.json", lambda route: route.fulfill(json={}))
    return context


def cpu_seconds(browser: Browser) -> float:
    """What all processes of the browser have computed so far."""
    session: Any = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(each["cpuTime"]) for each in processes)
