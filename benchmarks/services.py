"""Services at scale: simulate N requests, check and publish them, add a day, then ask everything that the page asks.

`--events N` chooses N (default 5 million).
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import services_engine, services_page, services_sizes
from benchmarks.measured import Measured
from benchmarks.publishing import publish_in_a_process
from benchmarks.services_day import write_day, write_until
from benchmarks.stage import Stage
from data.city.pack import City, load_city
from data.drops.manifest import read_manifest
from modules.simulate import TODAY, simulate
from settings import settings

CITY = "shenzhen"
#: Numbers of requests beside which a view of N is measured: what it costs may not grow with them.
FEWER_EVENTS = (74_000, 1_500_000)


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


def _beside_fewer(events: int, snapshots: Path, root: Path) -> list[Measured]:
    """What a view costs the server beside what it costs where the city has fewer requests."""
    by_events = {}
    for fewer in FEWER_EVENTS:
        place = root / f"{fewer}"
        _publish(load_city(CITY, settings().cities_dir), fewer, place, "")
        by_events[fewer] = place / "snapshots"
    return services_sizes.measure(dict(sorted((by_events | {events: snapshots}).items())), root / "sizes", CITY)


def run(stage: Stage) -> list[Measured]:
    """Simulates, publishes and asks; all in a folder that is removed afterwards."""
    city, root = load_city(CITY, settings().cities_dir), stage.folder / "services"
    note = f"{stage.events:,} requests"
    published = _publish(city, stage.events, root, note)
    snapshots = root / "snapshots"
    return [
        *published,
        *services_engine.measure(snapshots, root / "cache", CITY, stage.runs, note),
        *services_page.measure(snapshots, root, CITY, stage.runs, note),
        *_beside_fewer(stage.events, snapshots, root),
    ]
