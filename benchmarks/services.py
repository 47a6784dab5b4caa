"""Services at scale: simulate N requests, check and publish them, add a day, then ask everything that the page asks.

`--events N` chooses N (default 5 million; a hundred million takes about an hour on two cores).
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import services_engine, services_page
from benchmarks.measured import Measured
from benchmarks.publishing import publish_in_a_process
from benchmarks.services_day import write_day, write_until
from benchmarks.stage import Stage
from data.city.pack import City, load_city
from data.drops.manifest import read_manifest
from modules.simulate import TODAY, simulate
from settings import settings

CITY = "shenzhen"
#: Of so few requests a view costs what it costs without them.
FEW_EVENTS = 74_000
VIEWS = 30


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


def _beside_few(snapshots: Path, root: Path, note: str) -> Measured:
    """What a view costs the server, as a share of what it costs where the city has few requests."""
    few = root / "few"
    _publish(load_city(CITY, settings().cities_dir), FEW_EVENTS, few, "")
    of_few = services_page.cpu_ms_a_view(few / "snapshots", few / "server", CITY, VIEWS)
    of_many = services_page.cpu_ms_a_view(snapshots, root / "many", CITY, VIEWS)
    told = f"{note}: {of_many:.0f} ms, {FEW_EVENTS:,}: {of_few:.0f} ms"
    return Measured("CPU of a view, of that with few requests", "", [of_many / of_few], limit=1.3, note=told)


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
        _beside_few(snapshots, root, note),
    ]
