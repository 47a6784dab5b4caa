"""The walls on the data page: running, of an older version, or quiet since when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from components.text import Words
from components.trust.wall_list import wall_list
from data.city.pack import load_city
from data.operations.app_version import app_version
from data.operations.heartbeats import Heard, Heartbeat
from tests.city_with_records import CITY, write_city

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def heard(minutes_ago: float, version: str) -> Heard:
    beat = Heartbeat(
        wall="mayor", city=CITY, scene="overview", playlist="day", version=version, screen_inches=55, distance_m=5,
        memory_mb=21.5, nodes=2000, refreshes=7, up_seconds=7200, data_until="30 Jun 2025", dropped=["Map"],
    )  # fmt: skip
    return Heard(beat, NOW - timedelta(minutes=minutes_ago))


def shown(tmp_path: Path, *walls: Heard) -> str:
    city = load_city(CITY, write_city(tmp_path).parent)
    return str(wall_list(walls, city, Words("en", "USD"), NOW))


def test_a_running_wall_tells_how_it_is(tmp_path: Path) -> None:
    told = shown(tmp_path, heard(1, app_version()))
    assert "Running" in told and "City overview" in told and "21.5 MB, DOM nodes: 2,000" in told and "2.0 hours" in told


def test_a_quiet_wall_is_a_status_and_interrupts_nobody(tmp_path: Path) -> None:
    told = shown(tmp_path, heard(10, app_version()))
    assert "No report since 22 Nov 2026" in told
    assert "role='status'" in told and "role='alert'" not in told


def test_an_outdated_wall_says_so(tmp_path: Path) -> None:
    assert "older version" in shown(tmp_path, heard(1, "000000000000"))


def test_no_wall_is_a_sentence(tmp_path: Path) -> None:
    assert "No wall screen has reported." in shown(tmp_path)
