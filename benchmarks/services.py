"""Services at scale: simulate N requests, check and publish them, add a day, then ask everything that the page asks.

`--events N` chooses N (default 5 million; a hundred million takes about an hour on two cores).
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app import create_app
from benchmarks.measured import Measured
from benchmarks.publishing import publish_in_a_process
from benchmarks.services_day import write_day, write_until
from benchmarks.stage import Stage
from components import page_shell
from data.answer import NotInScopeError
from data.city import City, areas_of, load_city
from data.filters import Filters
from data.manifest import read_manifest
from data.store import Query, Store, to_columns
from modules.simulate import TODAY, simulate
from settings import settings

CITY = "shenzhen"
CLIENTS = (1, 8, 32)
#: Days of a period that a reader chooses: from a day to two years; None is all records.
SPANS = (1, 7, 28, 91, 182, 365, 730, None)


def _publish(city: City, events: int, root: Path, note: str) -> list[Measured]:
    """Simulated requests without forecasts: published up to the day before the last one, then that day on top."""
    environment = {"CITYDECK_OUTPUTS_DIR": str(root / "outputs"), "CITYDECK_SNAPSHOTS_DIR": str(root / "snapshots")}
    raw, outputs = root / "raw" / city.key, root / "outputs"
    simulate(city, root / "raw", events=events, domains=("services",))
    drop = write_until(raw, city, outputs, TODAY, root / "months")
    seconds, gigabytes = publish_in_a_process(environment, root.with_suffix(".log"), CITY)
    day = write_day(raw, city, outputs, TODAY, drop)
    changes = sum(entry.rows for entry in read_manifest(day).files if entry.table.startswith("requests"))
    day_seconds, day_gigabytes = publish_in_a_process(environment, root.with_suffix(".log"), CITY)
    size = max(file.stat().st_size for file in (root / "snapshots").rglob("cubes.duckdb")) / 1e6
    on_top = f"{note}, {changes:,} rows on top"
    return [
        Measured("check and publish", "s", [seconds], limit=360, note=note),
        Measured("its memory at most", "GB", [gigabytes], limit=6, note=note),
        Measured("one more day on top", "s", [day_seconds], limit=15, note=on_top),
        Measured("its memory at most", "GB", [day_gigabytes], limit=6, note=on_top),
        Measured("snapshot", "MB", [size], limit=250, note=note),
    ]


def _views(store: Store, city: City, chance: random.Random) -> Iterator[Filters]:
    """Views as readers choose them: a period, half of them an area, a third a service, department or channel."""
    whole = Filters(city.key)
    service = store.answer(_options()["service"], whole).columns["service"]
    department = store.answer(_options()["department"], whole).columns["department"]
    areas = [area for area in areas_of(city).values() if area.level > 0]
    districts = [area for area in areas if area.level == 1]
    while True:
        days, view = chance.choice(SPANS), whole
        if days is not None:
            until = TODAY - timedelta(days=chance.randrange(0, 730 - days + 1))
            view = replace(view, since=until - timedelta(days=days - 1), until=until)
        if chance.random() < 0.5:
            area = chance.choice(districts if chance.random() < 0.7 else areas)
            view = replace(view, area=area.area_id, area_level=area.level)
        draw = chance.random()
        if draw < 0.12:
            view = view.with_selection("service", [chance.choice(service)])
        elif draw < 0.24:
            view = view.with_selection("department", [chance.choice(department)])
        elif draw < 0.36:
            view = view.with_selection("channel", [chance.choice(("app", "web", "window", "hotline", "kiosk"))])
        yield view


def _options() -> dict[str, Query]:
    return dict(page_shell.pages()["services"].options)


def _questions(chance: random.Random) -> list[Query]:
    """What the page asks for a view: every tile, every panel and one measure of the map with its line."""
    page = page_shell.pages()["services"]
    asked = [query for tile in page.tiles for query in (tile.total, tile.trend)]
    asked += [panel.query for panel in page.panels]
    asked.append(chance.choice(page.measures).query)
    if page.places:
        asked.append(page.places)
    return asked


def _play(store: Store, city: City, pages: int, seed: int) -> tuple[list[float], list[float], int, int]:
    """(ms in the engine a question, ms a page with compiling, questions, questions told to be out of scope)."""
    chance = random.Random(seed)
    views = _views(store, city, chance)
    engine, whole, refused, asked = [], [], 0, 0
    for _ in range(pages):
        view = next(views)
        started = time.perf_counter()
        for query in _questions(chance):
            asked += 1
            snapshot = store.snapshot(city.key, "services")
            try:
                sql = store.sql(query, view, snapshot)
            except NotInScopeError:
                refused += 1
                continue
            before = time.perf_counter()
            to_columns(store.cursor(snapshot).execute(sql))
            engine.append((time.perf_counter() - before) * 1000)
        whole.append((time.perf_counter() - started) * 1000)
    return engine, whole, asked, refused


def _megabytes_held() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _answers(root: Path, city: City, runs: int, note: str) -> list[Measured]:
    lines = []
    store = Store(root / "snapshots", root / "cache")
    _play(store, city, 1, 0)
    for clients in CLIENTS:
        with ThreadPoolExecutor(clients) as pool:
            pages = max(1, runs // clients)
            played = list(pool.map(lambda seed: _play(store, city, pages, seed), range(1, clients + 1)))  # noqa: B023
        engine = [each for client in played for each in client[0]]
        whole = [each for client in played for each in client[1]]
        asked, refused = sum(client[2] for client in played), sum(client[3] for client in played)
        told = f"{note}, {clients} clients, {refused} of {asked} not answerable in their view"
        alone = clients == 1
        lines.append(
            Measured("question in the engine", "ms", engine, 15 if alone else None, 40 if alone else None, note=told)
        )
        lines.append(Measured("whole page, nothing known", "ms", whole, 400 if clients == 8 else None, note=told))
    return lines


def run(stage: Stage) -> list[Measured]:
    """Simulates, publishes and asks; all in a folder that is removed afterwards."""
    create_app()  # the pages are known to an application only
    city, root = load_city(CITY, settings().cities_dir), stage.folder / "services"
    note = f"{stage.events:,} requests"
    return [
        *_publish(city, stage.events, root, note),
        *_answers(root, city, stage.runs, note),
        Measured("memory of a worker that asked it all", "MB", [_megabytes_held()], limit=400, note=note),
    ]
