"""Two pages of the same records, served: ours of services, and a plain one in Dash; and when each is drawn."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.server_processes import wait_for_rest
from benchmarks.stage import Stage
from data.city.area_shapes import geojson
from data.city.pack import areas_of, load_city
from data.published.snapshots import find_snapshot
from data.publishing.places import area_columns
from modules.sources.chicago.city import COMMUNITY_AREAS
from settings import ROOT, settings
from tests.serving import free_port, serve

CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WINDOW = {"width": 1920, "height": 1080}
#: A page is drawn when nothing changed in it for so long and it waits for nothing; these are not counted.
QUIET_MS = 400
#: A number may be off by that, where a city has its numbers perturbed.
PERTURBED_SHARE = 0.05
LONGEST_MS = 60_000
#: Begins with each page: when which element last changed, and when anything did.
WATCH = """{
  const changes = (window.changes = { byElement: new Map(), last: 0 });
  new MutationObserver((records) => {
    changes.last = performance.now();
    for (const { target } of records)
      changes.byElement.set(target.nodeType === 1 ? target : target.parentElement, changes.last);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
#: Resolves with the milliseconds from ACT (or the navigation) to the last change of what is in sight, and with the text
#: of the tile that TELLS the requests, when nothing changes in the whole page and it is not BUSY. To know what is in
#: sight the browser lays the page out: that is asked at the end, and whether it is busy last.
SETTLED = """([acts, quiet]) => new Promise((resolve, reject) => {
  const isBusy = () => BUSY;
  const started = acts ? performance.now() : 0;
  const inSight = (element) => {
    if (element?.closest(".live")) return false;  // says when the server was last asked for news, whatever is drawn
    const { top, bottom, width } = element?.getBoundingClientRect() ?? { width: 0 };
    return width > 1 && bottom > 0 && top < innerHeight;
  };
  if (acts) { ACT }
  const look = () => {
    const { byElement, last } = window.changes;
    if (last > started && performance.now() - last > quiet && !isBusy()) {
      const drawn = [...byElement].filter(([element, when]) => when > started && inSight(element));
      resolve([Math.max(...drawn.map(([, when]) => when)) - started, document.querySelector("TELLS").textContent]);
    } else if (performance.now() - started > 60000) reject(new Error("not drawn within a minute"));
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
    """A page that is measured: its address, how an area is chosen in it, when it still waits for something, where it
    tells how many requests there are, and in how high a window its six panels are in sight."""

    name: str
    address: str
    choose: str
    busy: str
    tells: str
    height_px: int
    requests: Mapping[str, tuple[int, ...]]

    def settled(self, page: Page, area: str | None = None) -> float:
        """Seconds until what is in sight is drawn: since the page was navigated to, or since that area is chosen.

        Raises RuntimeError where the page tells another number of requests than there are: what is not drawn is fast.
        """
        act = "" if area is None else self.choose.format(area=json.dumps(area))
        script = SETTLED.replace("BUSY", self.busy).replace("ACT", act).replace("TELLS", self.tells)
        milliseconds, told = page.evaluate(script, [area is not None, QUIET_MS])
        found = int(re.sub(r"\D", "", told) or 0)
        if area is not None and not any(abs(found - n) <= n * PERTURBED_SHARE for n in self.requests[area]):
            raise RuntimeError(f"{self.name} tells {found} requests of {area}, there are {self.requests[area]}")
        return float(milliseconds) / 1000

    def open(self, page: Page) -> float:
        """Seconds until the page is drawn that a reader goes to."""
        page.goto(self.address, wait_until="commit")
        page.wait_for_selector("body")
        return self.settled(page)


@dataclass(frozen=True)
class Records:
    """The single requests of a city and its areas as files, and how many each area has, most first: all, and those of
    the last twelve months, which our page tells of where nothing is chosen.

    `as_published`: whether the outlines are the city's own, as an analyst would take them, or simplified by us.
    """

    file: Path
    shapes: Path
    requests: dict[str, tuple[int, ...]]
    as_published: bool

    @property
    def areas(self) -> list[str]:
        """The ids of the areas, those of most requests first."""
        return list(self.requests)


def write_records(stage: Stage) -> Records:
    """What the plain page reads."""
    cubes = find_snapshot(settings().snapshots_dir, stage.city, "services").cubes_file
    city = load_city(stage.city, settings().cities_dir)
    level, known = area_columns(city)[0], areas_of(city)
    file, areas = stage.folder / "records.parquet", stage.folder / "areas.geojson"
    with duckdb.connect(str(cubes), read_only=True) as connection:
        columns = f"service_request_id, day, closed_on, days, status, nature, department, {level} AS area"
        kept = f"SELECT {columns} FROM request_records WHERE {level} IS NOT NULL"
        connection.execute(f"COPY ({kept}) TO '{file}' (FORMAT parquet)")
        last_year = "day > (SELECT max(day) FROM request_records) - INTERVAL 12 MONTH"
        counts = f"count(*) AS n, count(*) FILTER ({last_year})"
        counted = connection.execute(f"SELECT area, {counts} FROM ({kept}) GROUP BY area ORDER BY n DESC, area")
        requests: dict[str, tuple[int, ...]] = {area: tuple(numbers) for area, *numbers in counted.fetchall()}
    published = published_outlines(stage.city)
    shapes = published or json.loads(geojson(city, city.levels[1].key))
    for each in shapes["features"]:
        area = known[each["properties"]["area_id"]]
        each["properties"] = {"area_id": area.area_id, "name": area.names["en"], "population": area.population}
    areas.write_text(json.dumps(shapes), "utf-8")
    return Records(file, areas, requests, published is not None)


def published_outlines(city: str) -> dict[str, Any] | None:
    """Chicago's areas as it publishes them, with `area_id`; None for another city, or where its files are not at hand.

    Ten times as large as ours, they are what a plain page sends with every answer.
    """
    file = settings().real_records / "chicago" / COMMUNITY_AREAS
    if city != "chicago" or not file.is_file():
        return None
    shapes: dict[str, Any] = json.loads(file.read_bytes())
    for each in shapes["features"]:
        each["properties"] = {"area_id": f"ca-{int(each['properties']['area_num'])}"}
    return shapes


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
            choose = "dash_clientside.set_props('area', {{ value: {area} }})"
            yield Contestant("plain", address, choose, PLAIN_BUSY, "#requests", 2200, records.requests)
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
def served_ours(stage: Stage, records: Records, name: str, *, at_rest: bool = False) -> Iterator[Contestant]:
    """Our page, on a server just started whose cache of answers is empty. `name` is that of its cache and log.

    `at_rest`: one that has compressed the files of its pages, as it does once, and makes nothing ready of itself.
    """
    environment = stage.environment(name) | ({"CITYDECK_WARM_UP": "false"} if at_rest else {})
    with serve(environment, stage.folder / f"{name}.log") as server:
        if at_rest:
            wait_for_rest(server.process.pid)
        address = f"{server.address}/services?city={stage.city}&lang=en"
        choose = "window.citydeck.select({{ area: {area} }})"
        yield Contestant("ours", address, choose, OUR_BUSY, ".tiles .kpi-value", WINDOW["height"], records.requests)


@contextmanager
def chromium(stage: Stage) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=stage.chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def context_of(browser: Browser, height_px: int = WINDOW["height"]) -> BrowserContext:
    """A reader's browser without a cache, in a window of that height."""
    context = browser.new_context(viewport={"width": WINDOW["width"], "height": height_px})
    context.set_default_timeout(LONGEST_MS)
    context.add_init_script(WATCH)
    # Plotly fetches a map of the world for any choropleth, drawn or not; there is no network here.
    context.route("**/assets/world_110m.json", lambda route: route.fulfill(json={}))
    return context


def cpu_seconds(browser: Browser) -> float:
    """What all processes of the browser have computed so far."""
    session: Any = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(each["cpuTime"]) for each in processes)
