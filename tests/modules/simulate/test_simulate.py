"""What holds for all domains: the same seed gives the same files, nothing lies in the sea, real records are safe."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import shapely

from data.city.pack import City
from modules.simulate import DOMAINS, default_events, services, simulate
from modules.simulated_marker import MARKER
from tests.modules.simulate.conftest import EAST, EVENTS, UNTIL, WEST, write_pack

LAND = shapely.union_all([shapely.Polygon(WEST), shapely.Polygon(EAST)])


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_files(harbour: City, records: Path, tmp_path: Path) -> None:
    simulate(harbour, tmp_path, seed=7, events=EVENTS, until=UNTIL)
    again = hashes(tmp_path / harbour.key)
    assert again == hashes(records)
    assert {name.partition("/")[0] for name in again} == {*DOMAINS, "truth", MARKER}


def test_another_seed_gives_other_records(harbour: City, records: Path, tmp_path: Path) -> None:
    simulate(harbour, tmp_path, seed=8, events=EVENTS, until=UNTIL, domains=["fiscal", "economy"])
    name = "fiscal/payments.parquet"
    assert hashes(tmp_path / harbour.key)[name] != hashes(records)[name]


@pytest.mark.parametrize("files", ["services/requests/*.parquet", "food_safety/premises.parquet"])
def test_no_record_lies_in_the_sea(records: Path, files: str) -> None:
    frames = [pd.read_parquet(file, columns=["wgs84_lat", "wgs84_lon"]) for file in sorted(records.glob(files))]
    placed = pd.concat(frames).dropna()
    assert len(placed) >= 300
    assert shapely.contains_xy(LAND, placed["wgs84_lon"], placed["wgs84_lat"]).all()


def test_records_end_on_the_last_day(harbour: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "SPAN_DAYS", 90)
    simulate(harbour, tmp_path, seed=7, events=2000, until=date(2026, 3, 31), domains=["services", "food_safety"])
    folder = tmp_path / harbour.key
    newest = max(pd.read_parquet(file)["received_at"].max() for file in (folder / "services/requests").glob("*"))
    assert newest.date() == date(2026, 3, 31)
    assert pd.read_parquet(folder / "food_safety/alerts.parquet")["raised_at"].max().date() <= date(2026, 3, 31)


def test_real_records_are_not_overwritten(harbour: City, tmp_path: Path) -> None:
    (tmp_path / harbour.key).mkdir()
    (tmp_path / harbour.key / "requests.csv").write_text("brought by hand")
    with pytest.raises(FileExistsError, match="holds records that were not simulated"):
        simulate(harbour, tmp_path, events=2000)


def test_default_size_follows_residents(tmp_path: Path) -> None:
    assert default_events(write_pack(tmp_path)) == 182_916
