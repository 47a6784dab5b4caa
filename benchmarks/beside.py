"""Our page of services beside a plain Dash page of the same records: what a reader waits for, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from playwright.sync_api import Browser, Page

from benchmarks.contestants import (
    Contestant,
    Records,
    chromium,
    context_of,
    cpu_seconds,
    served_ours,
    served_plain,
    write_records,
)  # fmt: skip
from benchmarks.measured import Measured
from benchmarks.stage import Stage

#: A window in which every panel of our page is in sight.
ALL_IN_SIGHT_PX = 7000
FIRST_LOADS, FRESH_SERVERS = 5, 3


@dataclass
class Taken:
    """What one page took: seconds, a value a run; megabytes and requests of a first load, and of each filter."""

    fresh: list[float] = field(default_factory=list)
    first_load: list[float] = field(default_factory=list)
    reload: list[float] = field(default_factory=list)
    first_filter: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    new_requests: list[float] = field(default_factory=list)
    known_requests: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)


def _first_load(browser: Browser, contestant: Contestant, taken: Taken) -> None:
    context = context_of(browser, contestant.height_px)
    page = context.new_page()
    session = context.new_cdp_session(page)
    heard: list[float] = []
    session.on("Network.loadingFinished", lambda event: heard.append(event["encodedDataLength"]))
    session.send("Network.enable")
    taken.first_load.append(contestant.open(page))
    taken.megabytes.append(sum(heard) / 1e6)
    taken.requests.append(len(heard))
    page.reload(wait_until="commit")
    page.wait_for_selector("body")
    taken.reload.append(contestant.settled(page))
    context.close()


def _filters(browser: Browser, contestant: Contestant, areas: list[str], taken: Taken) -> None:
    """Each area once, and then again, in one page; the first of them was chosen before."""
    first, *areas = areas
    context = context_of(browser, contestant.height_px)
    page = context.new_page()
    asked: list[str] = []
    contestant.open(page)
    # The first filter of a server, which has a line of its own.
    taken.first_filter.append(contestant.settled(page, first))
    page.on("request", lambda request: asked.append(request.url))
    for times, counts in ((taken.new, taken.new_requests), (taken.known, taken.known_requests)):
        for area in areas:
            asked.clear()
            before = cpu_seconds(browser)
            times.append(contestant.settled(page, area))
            if times is taken.new:
                taken.cpu.append(cpu_seconds(browser) - before)
            counts.append(float(len([url for url in asked if _is_of_a_view(url)])))
    context.close()


def _is_of_a_view(url: str) -> bool:
    """Whether a request is asked because of a filter: not the poll for new snapshots, and no picture of the page."""
    return "/api/snapshots" not in url and ".svg" not in url


def _measure(browser: Browser, contestant: Contestant, areas: list[str], taken: Taken) -> None:
    for _ in range(min(len(areas), FIRST_LOADS)):
        _first_load(browser, contestant, taken)
    _filters(browser, contestant, areas, taken)


def _fresh(browser: Browser, contestant: Contestant) -> float:
    """What the first visitor of a server waits for."""
    context = context_of(browser, contestant.height_px)
    page: Page = context.new_page()
    seconds = contestant.open(page)
    context.close()
    return seconds


def _fresh_servers(browser: Browser, stage: Stage, records: Records, ours: Taken, plain: Taken) -> None:
    for number in range(min(stage.runs, FRESH_SERVERS)):
        with served_ours(stage, records, f"fresh-{number}") as contestant:
            ours.fresh.append(_fresh(browser, contestant))
        with served_plain(records, stage.folder / "fresh-plain.log") as contestant:
            plain.fresh.append(_fresh(browser, contestant))


def run(stage: Stage) -> list[Measured]:
    """Both in one run, one after the other, in headless Chromium on the machine of the servers."""
    records = write_records(stage)
    areas = records.areas[: stage.runs + 1]
    ours, whole, plain = Taken(), Taken(), Taken()
    with chromium(stage) as browser:
        with served_ours(stage, records, "beside", at_rest=True) as contestant:
            _measure(browser, contestant, areas, ours)
            # Areas that nobody asked for yet, where the city has so many.
            others = records.areas[stage.runs + 1 : 2 * stage.runs + 2]
            others = others if len(others) > 1 else areas
            _filters(browser, replace(contestant, height_px=ALL_IN_SIGHT_PX), others, whole)
        with served_plain(records, stage.folder / "plain.log") as contestant:
            _measure(browser, contestant, areas, plain)
        # Last: the files of its pages are compressed by now, as they are once, when it is installed.
        _fresh_servers(browser, stage, records, ours, plain)
    note = f"{stage.city}, /services, 1920x1080"
    return _lines(ours, whole, plain, f"{note}, outlines {'as published' if records.as_published else 'simplified'}")


def _lines(ours: Taken, whole: Taken, plain: Taken, note: str) -> list[Measured]:
    """A line a promise: shares are of the plain page's in the same run."""

    def beside(
        name: str, mine: list[float], other: list[float], limit: float, limit_p95: float | None = None
    ) -> Iterator[Measured]:
        our, their = Measured(name, "s", mine, note=note), Measured("  the plain page", "s", other, note=note)
        yield our
        yield their
        share = our.median / their.median
        yield Measured("  ours of the plain page's", "", [share], limit=limit, note=note)
        if limit_p95 is not None:
            share = our.p95 / their.p95
            yield Measured("  p95 of the plain page's p95", "", [share], limit=limit_p95, note=note)

    return [
        *beside("first visitor of a fresh server, drawn", ours.fresh, plain.fresh, 0.6),
        *beside("first load drawn", ours.first_load, plain.first_load, 0.6),
        *beside("reload drawn", ours.reload, plain.reload, 0.5),
        Measured("the very first filter of a server", "s", ours.first_filter, note=note),
        Measured("  the plain page", "s", plain.first_filter, note=note),
        *beside("filter not asked before, drawn", ours.new, plain.new, 0.35, 0.5),
        *beside("filter asked before, drawn", ours.known, plain.known, 0.2),
        *beside("filter, every panel in sight, its six", whole.new, plain.new, 1.0),
        Measured("first load", "MB", ours.megabytes, limit=1.3, note=note),
        Measured("  the plain page", "MB", plain.megabytes, note=note),
        Measured("first load", "requests", ours.requests, limit=31, note=note),
        Measured("a filter sends", "requests", ours.new_requests, limit=2, note=note),
        Measured("a filter asked before sends", "requests", ours.known_requests, limit=1, note=note),
        Measured("browser's CPU of a filter", "s", ours.cpu, limit=0.5, note=f"{note}, all of Chromium's processes"),
        Measured("  every panel in sight", "s", whole.cpu, note=note),
        Measured("  the plain page", "s", plain.cpu, note=note),
    ]
