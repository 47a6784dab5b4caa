"""Our page of services beside a plain Dash page of the same records: what a reader waits for, and what it costs."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from data.city.area_shapes import geojson
from data.city.pack import areas_of, load_city
from data.published.snapshots import find_snapshot
from data.publishing.places import area_columns
from settings import ROOT, settings
from tests.serving import serve

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
    if ((changes || !acts) && !isBusy() && performance.now() - last > quiet) resolve(last - started);
    else if (performance.now() - started > 60000) reject(new Error("not drawn within a minute"));
    else setTimeout(look, 20);
  };
  look();
})"""


@dataclass(frozen=True)
class Contestant:
    """A page that is measured: its address, how an area is chosen in it, and when it still waits for something."""

    name: str
    address: str
    choose: str
    busy: str


OUR_BUSY = """!document.querySelector("[data-part]") || [...document.querySelectorAll('[data-part][aria-busy="true"]')]
  .some((part) => { const { top, bottom } = (part.closest(".panel") ?? part).getBoundingClientRect();
    return bottom > 0 && top < innerHeight; })"""
PLAIN_BUSY = (
    """document.title.startsWith("Updating") || document.querySelectorAll(".js-plotly-plot .main-svg").length < 4"""
)


def _records(stage: Stage, folder: Path) -> tuple[Path, Path, list[str]]:
    """The single requests and the areas of the city as files, and the areas with the most requests."""
    cubes = find_snapshot(settings().snapshots_dir, stage.city, "services").cubes_file
    city = load_city(stage.city, settings().cities_dir)
    level, known = area_columns(city)[0], areas_of(city)
    records, areas = folder / "records.parquet", folder / "areas.geojson"
    with duckdb.connect(str(cubes), read_only=True) as connection:
        kept = f"SELECT day, {level} AS area, nature, status, days FROM request_records WHERE {level} IS NOT NULL"
        connection.execute(f"COPY ({kept}) TO '{records}' (FORMAT parquet)")
        most = connection.execute(f"SELECT area FROM ({kept}) GROUP BY area ORDER BY count(*) DESC, area").fetchall()
    shapes = json.loads(geojson(city, city.levels[1].key))
    for each in shapes["features"]:
        each["properties"]["population"] = known[each["properties"]["area_id"]].population
    areas.write_text(json.dumps(shapes), "utf-8")
    return records, areas, [area for (area,) in most]


@contextmanager
def _plain(records: Path, areas: Path, log: Path) -> Iterator[str]:
    """The plain page, served; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "benchmarks.plain_dash", str(records), str(areas), str(port)]
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as told:
        process = subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=subprocess.STDOUT)
        try:
            _wait_for(address, process, log)
            yield address
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


@dataclass
class Taken:
    """What one page took: seconds, a value a run; megabytes and requests of a first load, and of a filter."""

    first_load: list[float]
    reload: list[float]
    new: list[float]
    known: list[float]
    thread_ms: list[float]
    megabytes: float
    requests: int
    filter_requests: list[float]


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    context.set_default_timeout(LONGEST_MS)
    # Plotly fetches a map of the world for any choropleth, drawn or not; there is no network here.
    context.route("**/assets/world_110m.json", lambda route: route.fulfill(json={}))
    return context


def _settled(page: Page, act: str, busy: str) -> float:
    """Seconds until the page is drawn."""
    script = SETTLED.replace("BUSY", busy).replace("ACT", act)
    return float(page.evaluate(script, [bool(act), QUIET_MS])) / 1000


def _busy_ms(session: Any) -> float:
    """Milliseconds that the page's thread has worked."""
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"]) * 1000


def _first_loads(browser: Browser, contestant: Contestant, runs: int) -> tuple[list[float], list[float], float, int]:
    """First loads and reloads, and the megabytes and requests of the first."""
    loads, reloads, sizes = [], [], []
    for _ in range(runs):
        context = _context(browser)
        page = context.new_page()
        session = context.new_cdp_session(page)
        heard: list[float] = []
        session.on("Network.loadingFinished", lambda event, heard=heard: heard.append(event["encodedDataLength"]))
        session.send("Network.enable")
        page.goto(contestant.address, wait_until="commit")
        page.wait_for_selector("body")
        loads.append(_settled(page, "", contestant.busy))
        sizes.append((sum(heard) / 1e6, len(heard)))
        page.reload(wait_until="commit")
        page.wait_for_selector("body")
        reloads.append(_settled(page, "", contestant.busy))
        context.close()
    return loads, reloads, *sizes[0]


def _measure(browser: Browser, contestant: Contestant, areas: list[str], runs: int) -> Taken:
    loads, reloads, megabytes, requests = _first_loads(browser, contestant, min(runs, 5))
    context = _context(browser)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    asked: list[str] = []
    page.goto(contestant.address)
    _settled(page, "", contestant.busy)
    page.on("request", lambda request: asked.append(request.url))
    taken: dict[str, list[float]] = {"new": [], "known": []}
    thread, counts = [], []
    for when, times in taken.items():
        for area in areas[:runs]:
            asked.clear()
            before = _busy_ms(session)
            times.append(_settled(page, contestant.choose.format(area=json.dumps(area)), contestant.busy))
            if when == "new":
                thread.append(_busy_ms(session) - before)
                counts.append(float(len([url for url in asked if "/api/snapshots" not in url and ".svg" not in url])))
    context.close()
    return Taken(loads, reloads, taken["new"], taken["known"], thread, megabytes, requests, counts)


def run(stage: Stage) -> list[Measured]:
    """Both in one run, one after the other, in headless Chromium on the machine of the servers."""
    records, areas, names = _records(stage, stage.folder)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with (
        serve(stage.environment("beside"), stage.folder / "beside.log") as server,
        _plain(records, areas, stage.folder / "plain.log") as plain,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=stage.chromium, args=arguments)
        ours = Contestant(
            "ours", f"{server.address}/services?city={stage.city}&lang=en",
            "window.citydeck.select({{ area: {area} }})", OUR_BUSY,
        )  # fmt: skip
        theirs = Contestant(
            "plain", plain, "dash_clientside.set_props('area', {{ value: {area} }})", PLAIN_BUSY
        )  # fmt: skip
        taken = {each.name: _measure(browser, each, names, stage.runs) for each in (ours, theirs)}
        browser.close()
    return _lines(taken["ours"], taken["plain"], f"{stage.city}, /services, 1920x1080")


def _lines(ours: Taken, plain: Taken, note: str) -> list[Measured]:
    """A line a promise: shares are of the plain page's median in the same run."""

    def beside(name: str, mine: list[float], other: list[float], limit: float) -> Iterator[Measured]:
        yield Measured(name, "s", mine, note=note)
        yield Measured("  the plain page", "s", other, note=note)
        yield Measured("  ours of the plain page's", "", [median(mine) / median(other)], limit=limit, note=note)

    return [
        *beside("first load drawn", ours.first_load, plain.first_load, 0.6),
        *beside("reload drawn", ours.reload, plain.reload, 0.5),
        *beside("filter not asked before, drawn", ours.new, plain.new, 0.35),
        *beside("filter asked before, drawn", ours.known, plain.known, 0.2),
        Measured("first load", "MB", [ours.megabytes], limit=1.3, note=note),
        Measured("first load", "requests", [float(ours.requests)], limit=31, note=note),
        Measured("a filter sends", "requests", ours.filter_requests, limit=2, note=note),
        Measured("a filter keeps the page's thread busy", "ms", ours.thread_ms, limit=500, note=note),
    ]
