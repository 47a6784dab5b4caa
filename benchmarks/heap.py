"""What a browser keeps: the JS heap after a hundred filters, and whether going from page to page makes it grow.

`python -m benchmarks.heap --pages 2000` goes on for longer, and prints the curve. Each sample follows a garbage
collection; nodes and listeners tell what is kept of pages that were left.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect

from benchmarks.contestants import IN_SIGHT_BUSY, chromium, context_of, served_ours, write_records
from benchmarks.measured import Measured
from benchmarks.stage import Stage, choose_city
from data.city.pack import areas_of, load_city
from settings import settings
from tests.browser.chromium import find_chromium
from tests.browser.deck_page import DRAWN

FILTERS = 100
#: Pages that a reader goes through before anything is counted: each page's parts are compiled and remembered.
WARM_UP, SAMPLES, MOST_GROWTH_PERCENT = 40, 20, 5.0
#: How `make bench` goes from page to page: long enough for a leak of one node a page to be seen.
PAGE_CHANGES = 120


@dataclass(frozen=True)
class Sample:
    """What the browser keeps of the page after a garbage collection."""

    changes: int
    heap_mb: float
    nodes: float
    listeners: float


def sample(page: Page, changes: int) -> Sample:
    """What is kept now."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    told = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return Sample(changes, told["JSHeapUsedSize"] / 1e6, told["Nodes"], told["JSEventListeners"])


def after_filters(browser: Browser, address: str, areas: list[str]) -> Sample:
    """The page of services after so many filters, all of it drawn after each."""
    context = context_of(browser)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(DRAWN)
    for number in range(FILTERS):
        page.evaluate("(area) => window.citydeck.select({ area })", areas[number % len(areas)])
        page.wait_for_function(DRAWN)
    taken = sample(page, FILTERS)
    context.close()
    return taken


def through_pages(browser: Browser, address: str, changes: int) -> list[Sample]:
    """Go from page to page by the links on top."""
    context = context_of(browser)
    page = context.new_page()
    page.goto(address)
    links = page.locator("nav.nav a")
    expect(links.first).to_be_visible()
    count, taken = links.count(), []
    # The same page each time: pages differ in what they show.
    step = max(1, changes // SAMPLES // count) * count
    for number in range(WARM_UP + changes):
        if number >= WARM_UP and (number - WARM_UP) % step == 0:
            taken.append(sample(page, number - WARM_UP))
            print(taken[-1], file=sys.stderr, flush=True)
        link = links.nth(number % count)
        title = page.locator("h1").first.inner_text()
        link.click()
        if number:
            expect(page.locator("h1").first).not_to_have_text(title)
        page.wait_for_function(f"() => !({IN_SIGHT_BUSY})")
    context.close()
    return taken


def growth_percent(values: list[float]) -> float:
    """How much larger the last quarter of a curve is than the first one."""
    quarter = max(1, len(values) // 4)
    return (median(values[-quarter:]) / median(values[:quarter]) - 1) * 100


def measure(stage: Stage, changes: int) -> list[Measured]:
    """Both, on one server."""
    city = load_city(stage.city, settings().cities_dir)
    areas = [area.area_id for area in areas_of(city).values() if area.level == 1]
    with chromium(stage) as browser, served_ours(stage, write_records(stage), "heap") as ours:
        filtered = after_filters(browser, ours.address, areas)
        curve = through_pages(browser, ours.address, changes)
    note = f"{stage.city}, {changes} changes of page"
    grown = {
        "JS heap": growth_percent([each.heap_mb for each in curve]),
        "DOM nodes": growth_percent([each.nodes for each in curve]),
        "listeners": growth_percent([each.listeners for each in curve]),
    }
    return [
        Measured(f"JS heap after {FILTERS} filters", "MB", [filtered.heap_mb], limit=32,
                 note=f"{stage.city}, /services, every panel drawn each time"),
        *(Measured(f"{name} from page to page, growth", "%", [growth], limit=MOST_GROWTH_PERCENT, note=note)
          for name, growth in grown.items()),
    ]  # fmt: skip


def run(stage: Stage) -> list[Measured]:
    """The short form, for `make bench`."""
    return measure(stage, PAGE_CHANGES)


def main() -> int:
    """Go on for as many changes of page as asked; 1 where something grew."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heap", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--city")
    asked = parser.parse_args()
    city, sources = choose_city(asked.city, settings().default_city)
    with tempfile.TemporaryDirectory(prefix="citydeck-heap-") as folder:
        lines = measure(Stage(city, sources, 1, Path(folder), find_chromium()), asked.pages)
    for line in lines:
        print(f"{line.name}: {line.median:.2f} {line.unit} ({line.target}), {line.note}")
    return 1 if any(line.kept is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
