"""A wall for weeks in minutes: refreshes and scene changes while the server dies and the data and the clock move.

`make soak` runs it in full: 5,000 refreshes, 1,000 scene changes, ten kills, a snapshot every ten seconds. `make bench`
runs a short one. It prints the curve of the JS heap and of the DOM's nodes, each read after a garbage collection, and
ends with 1 where either grew by more than 5 % after the warm-up or the wall was ever blank, or silent on being stale.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import CDPSession, Page, Request, sync_playwright

from benchmarks.measured import Measured
from benchmarks.soak_town import MortalServer, Publisher, Town
from benchmarks.stage import Stage
from data.city.pack import load_city
from settings import settings
from tests.browser.chromium import find_chromium
from tests.city_with_records import CITY

PUBLISH_SECONDS = 10.0
#: How much faster than on a real wall: a poll every 50 ms instead of every 10 s, a scene 125 ms instead of 25 s.
PACE = 200
WARM_UP_SHARE = 0.15
MOST_GROWTH = 0.05
OFFLINE_SECONDS = 60.0
CLOCK_MOVES_DAYS = (3, -2, 400, 0)
#: A clock that can be moved as an operator moves it: what is steady (performance.now) goes on.
MOVABLE_CLOCK = """(() => {
  const Real = Date;
  let moved = 0;
  window.moveClock = (ms) => { moved = ms; };
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + moved); }
    static now() { return Real.now() + moved; }
  };
})()"""
SEEN = """() => {
  const alert = document.querySelector("#wall-alert");
  const scene = document.querySelector(".wall-shown");
  return {
    ...window.citydeck.wall.report(),
    clock: document.querySelector("#wall-clock").textContent,
    age: document.querySelector("#wall-age").textContent,
    freshness: document.querySelector("#wall-age").dataset.freshness,
    offlineSays: document.querySelector("#wall-offline").textContent,
    words: scene ? scene.innerText.trim().length : 0,
    emptyParts: scene ? [...scene.querySelectorAll(".wall-tile-slot, .wall-rows-slot, .wall-legend")]
      .filter((part) => !part.closest("[data-dropped]") && !part.innerText.trim()).length : 1,
    alert: alert.hidden ? null : alert.innerText,
    scrolls: document.documentElement.scrollHeight > window.innerHeight
      || document.documentElement.scrollWidth > window.innerWidth,
  };
}"""


@dataclass(frozen=True)
class Plan:
    """How long the soak goes on: to both counts, or to the end of the minutes where that comes first."""

    refreshes: int
    changes: int
    kills: int
    samples: int
    minutes: float | None = None


@dataclass(frozen=True)
class Sample:
    """The wall after a garbage collection. Memory in MB."""

    refreshes: int
    changes: int
    heap_mb: float
    nodes: float
    listeners: float
    seconds: float


@dataclass
class Soaked:
    """What came out: the curve, what was counted, and every sentence about something that must not be."""

    samples: list[Sample] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    interruptions: int = 0
    kills: int = 0
    snapshots: int = 0
    looks: int = 0
    reloads: int = 0
    most_at_once: int = 0
    seconds: float = 0.0

    def growth(self, name: str) -> float:
        """How much larger the last fifth of the curve is than the first one after the warm-up, as a fraction."""
        values = [float(getattr(sample, name)) for sample in self.samples]
        warm = values[int(len(values) * WARM_UP_SHARE) :]
        fifth = max(1, len(warm) // 5)
        return statistics.median(warm[-fifth:]) / statistics.median(warm[:fifth]) - 1


class Watch:
    """Requests of the wall that are under way at once."""

    def __init__(self, page: Page) -> None:
        self.now, self.most = 0, 0
        page.on("request", self._begun)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _begun(self, request: Request) -> None:
        if "/api/wall/" in request.url:
            self.now += 1
            self.most = max(self.most, self.now)

    def _ended(self, request: Request) -> None:
        if "/api/wall/" in request.url:
            self.now -= 1


class Soak:
    """One run on one page."""

    def __init__(self, page: Page, server: MortalServer, plan: Plan) -> None:
        self._page, self._server, self._plan = page, server, plan
        self._devtools: CDPSession = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable")
        self._zone = ZoneInfo(load_city(CITY, settings().cities_dir).timezone)
        self._started = time.monotonic()
        self._last_alert: str | None = None
        self.found = Soaked()
        page.on("framenavigated", lambda _frame: self._count_reload())
        page.on("pageerror", lambda error: self.found.wrong.append(f"the page's script failed: {error}"))

    def _count_reload(self) -> None:
        self.found.reloads += 1

    def _metrics(self) -> dict[str, float]:
        self._devtools.send("HeapProfiler.collectGarbage")
        told = self._devtools.send("Performance.getMetrics")["metrics"]
        return {each["name"]: each["value"] for each in told}

    def _sample(self, seen: dict[str, Any]) -> None:
        metrics = self._metrics()
        sample = Sample(
            seen["refreshes"], seen["changes"], metrics["JSHeapUsedSize"] / 1e6, metrics["Nodes"],
            metrics["JSEventListeners"], time.monotonic() - self._started,
        )  # fmt: skip
        self.found.samples.append(sample)
        print(line(sample), flush=True)

    def look(self) -> dict[str, Any]:
        """What somebody in the room would see, and whether it may be so."""
        seen: dict[str, Any] = self._page.evaluate(SEEN)
        self.found.looks += 1
        if seen["alert"] and seen["alert"] != self._last_alert:
            self.found.interruptions += 1
        self._last_alert = seen["alert"]
        for broken, sentence in (
            (seen["words"] < 20, "the scene is blank"),
            (seen["emptyParts"] > 0, "a part of the scene is empty"),
            (seen["scrolls"], "the page scrolls"),
            (seen["freshness"] != "stale" or not seen["age"], "stale data does not say so"),
            (seen["offline"] != bool(seen["offlineSays"]), "offline and what is said of it differ"),
            (not self._clock_is_right(seen["clock"]), f"the clock says {seen['clock']}"),
        ):
            if broken:
                self._wrong(f"{sentence} ({seen['scene']}, refresh {seen['refreshes']})")
        return seen

    def _wrong(self, sentence: str) -> None:
        print(f"WRONG: {sentence}", flush=True)
        self.found.wrong.append(sentence)

    def _clock_is_right(self, clock: str) -> bool:
        now = datetime.now(self._zone)
        return any((now + timedelta(minutes=off)).strftime("%H:%M") == clock[-5:] for off in (-1, 0, 1))

    def _kill_and_restart(self) -> None:
        """The server dies: the picture stays and says since when; it comes back: the wall does so by itself."""
        self._server.kill()
        self.found.kills += 1
        self._wait("() => window.citydeck.wall.report().offline", "no word of the server being away")
        for _ in range(5):
            self.look()
            self._page.wait_for_timeout(200)
        self._server.start()
        self._wait("() => !window.citydeck.wall.report().offline", "the wall did not come back by itself")

    def _wait(self, condition: str, otherwise: str) -> None:
        deadline = time.monotonic() + OFFLINE_SECONDS
        while time.monotonic() < deadline:
            if self._page.evaluate(condition):
                return
            self._page.wait_for_timeout(50)
        self._wrong(f"{otherwise} within {OFFLINE_SECONDS:.0f} s")

    def run(self) -> Soaked:
        """Go on until both counts are reached; kills and moves of the clock are spread evenly."""
        plan = self._plan
        watch = Watch(self._page)
        kills = [plan.refreshes * (number + 1) / (plan.kills + 1) for number in range(plan.kills)]
        moves = [plan.refreshes * (number + 0.5) / len(CLOCK_MOVES_DAYS) for number in range(len(CLOCK_MOVES_DAYS))]
        next_sample = 0.0
        while True:
            seen = self.look()
            if seen["refreshes"] >= next_sample:
                self._sample(seen)
                next_sample += plan.refreshes / plan.samples
            if seen["refreshes"] >= plan.refreshes and seen["changes"] >= plan.changes:
                break
            if plan.minutes is not None and time.monotonic() - self._started > plan.minutes * 60:
                self.found.wrong.append(f"stopped after {plan.minutes:g} minutes at {seen['refreshes']:,} refreshes")
                break
            if kills and seen["refreshes"] >= kills[0]:
                kills.pop(0)
                self._kill_and_restart()
            if moves and seen["refreshes"] >= moves[0]:
                days = CLOCK_MOVES_DAYS[len(CLOCK_MOVES_DAYS) - len(moves)]
                moves.pop(0)
                self._page.evaluate("(ms) => window.moveClock(ms)", days * 86_400_000)
            self._page.wait_for_timeout(150)
        self.found.most_at_once = watch.most
        if watch.most > 1:
            self.found.wrong.append(f"{watch.most} polls were under way at once")
        self.found.seconds = time.monotonic() - self._started
        return self.found


def line(sample: Sample) -> str:
    """One line of the curve."""
    return (
        f"{sample.seconds:7.0f} s  {sample.refreshes:6,d} refreshes  {sample.changes:6,d} scenes  "
        f"heap {sample.heap_mb:6.2f} MB  nodes {sample.nodes:7,.0f}  listeners {sample.listeners:6,.0f}"
    )


def soak(plan: Plan, folder: Path, chromium: str) -> Soaked:
    """Bring the town, serve it, open the wall, and let it run. Settings of this process point to `folder` meanwhile."""
    town = Town(folder)
    os.environ.update(town.environment)
    settings.cache_clear()
    server = MortalServer(town.environment, folder / "soak.log")
    publisher = Publisher(town, PUBLISH_SECONDS)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    try:
        server.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
            page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
            page.add_init_script(MOVABLE_CLOCK)
            page.goto(f"{server.address}/wall?city={CITY}&lang=en&distance=3&pace={PACE}&redraw=1", wait_until="load")
            page.wait_for_function("() => window.citydeck.wall && window.citydeck.wall.begun()", timeout=120_000)
            page.wait_for_function("() => window.citydeck.wall.report().drawn", timeout=120_000)
            page.wait_for_timeout(2000)
            publisher.start()
            found = Soak(page, server, plan).run()
            browser.close()
    finally:
        publisher.stop() if publisher.is_alive() else None
        server.kill()
    found.snapshots = town.published
    if publisher.failed is not None:
        found.wrong.append(f"publishing stopped: {publisher.failed}")
    return found


def told(found: Soaked) -> str:
    """What came out, in words."""
    lines = [
        f"{found.seconds:.0f} s, {found.looks:,} looks, {found.snapshots} snapshots published, {found.kills} kills, "
        f"{found.interruptions} interruptions seen, {found.reloads} reloads, {found.most_at_once} poll at once",
        *(
            f"{name}: {found.growth(name):+.1%} after the warm-up (at most +{MOST_GROWTH:.0%})"
            for name in ("heap_mb", "nodes", "listeners")
        ),
        f"wrong: {len(found.wrong)}",
        *sorted(set(found.wrong))[:20],
    ]
    return "\n".join(lines)


def run(stage: Stage) -> list[Measured]:
    """The short form, for `make bench`: growth in percent and how often something was wrong."""
    folder = stage.folder / "soak"
    folder.mkdir()
    kept = dict(os.environ)
    try:
        found = soak(Plan(refreshes=400, changes=80, kills=1, samples=16), folder, stage.chromium)
    finally:
        os.environ.clear()
        os.environ.update(kept)
        settings.cache_clear()
    note = f"{found.samples[-1].refreshes} refreshes, {found.samples[-1].changes} scenes, {found.kills} kill"
    return [
        Measured("wall's JS heap, growth", "%", [found.growth("heap_mb") * 100], limit=5, note=note),
        Measured("wall's DOM nodes, growth", "%", [found.growth("nodes") * 100], limit=5, note=note),
        Measured("wall blank, or stale in silence", "times", [len(found.wrong)], limit=1, note=note),
    ]


def main() -> int:
    """Run the soak in full and print its curve."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--refreshes", type=int, default=5000)
    parser.add_argument("--scenes", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--samples", type=int, default=40)
    parser.add_argument("--minutes", type=float, help="stop then, even if it is not done")
    asked = parser.parse_args()
    plan = Plan(asked.refreshes, asked.scenes, asked.kills, asked.samples, asked.minutes)
    with tempfile.TemporaryDirectory(prefix="citydeck-soak-") as folder:
        found = soak(plan, Path(folder), find_chromium())
    print(told(found))
    grown = max(found.growth("heap_mb"), found.growth("nodes"))
    return 1 if found.wrong or grown > MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
