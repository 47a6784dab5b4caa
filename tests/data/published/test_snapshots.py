"""Which snapshot answers, on which day, and what happens when one is gone."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.published.snapshots import current_id, find_snapshot, new_snapshot_id
from data.published.source import DataMissingError

HOME = Path("riverton") / "services"


def write_snapshot(root: Path, published_at: datetime, *, current: bool = True) -> str:
    """A snapshot published at that moment; its cubes are empty."""
    snapshot_id = new_snapshot_id(published_at)
    folder = root / HOME / snapshot_id
    folder.mkdir(parents=True)
    (folder / "cubes.duckdb").touch()
    told = {
        "snapshot_id": snapshot_id, "city": "riverton", "domain": "services", "run_id": "run-1",
        "timezone": "America/Chicago", "published_at": published_at.isoformat(), "rows": {}, "cubes": {}, "places": [],
        "first_day": None, "last_day": "2025-06-30",
        "manifest": {"data_as_of": "2025-06-30", "cadence": "P1D", "simulated": False, "sources": []},
    }  # fmt: skip
    (folder / "snapshot.json").write_text(json.dumps(told), "utf-8")
    if current:
        (root / HOME / "CURRENT").write_text(snapshot_id, "utf-8")
    return snapshot_id


def found(root: Path, as_of: date | None = None) -> str:
    return find_snapshot(root, "riverton", "services", as_of).snapshot_id


def test_the_day_ends_in_the_city_and_not_in_greenwich(tmp_path: Path) -> None:
    evening = write_snapshot(tmp_path, datetime(2025, 7, 2, 4, 59, tzinfo=UTC))  # 1 July, 23:59 in Chicago
    morning = write_snapshot(tmp_path, datetime(2025, 7, 2, 5, 1, tzinfo=UTC))
    assert found(tmp_path, date(2025, 7, 1)) == evening
    assert found(tmp_path, date(2025, 7, 2)) == morning
    assert found(tmp_path) == morning
    with pytest.raises(DataMissingError, match="as of 2025-06-30"):
        found(tmp_path, date(2025, 6, 30))


def test_the_last_good_one_answers_for_one_that_is_gone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = write_snapshot(tmp_path, datetime(2025, 7, 1, tzinfo=UTC))
    second = write_snapshot(tmp_path, datetime(2025, 7, 2, tzinfo=UTC))
    assert found(tmp_path) == second
    shutil.rmtree(tmp_path / HOME / second)
    assert [found(tmp_path), found(tmp_path)] == [first, first]
    assert caplog.text.count(f"CURRENT names {second}, which cannot be read; {first} answers instead") == 1
    shutil.rmtree(tmp_path / HOME / first)
    with pytest.raises(DataMissingError, match="no snapshot of riverton/services"):
        found(tmp_path)


def test_a_damaged_one_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = write_snapshot(tmp_path, datetime(2025, 7, 1, tzinfo=UTC))
    second = write_snapshot(tmp_path, datetime(2025, 7, 2, tzinfo=UTC))
    (tmp_path / HOME / second / "snapshot.json").write_text('{"half', "utf-8")
    assert found(tmp_path) == first
    assert f"{second} cannot be read" in caplog.text


def test_what_was_never_swapped_in_was_never_served(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path, datetime(2025, 7, 1, tzinfo=UTC))
    write_snapshot(tmp_path, datetime(2025, 7, 2, tzinfo=UTC), current=False)
    assert found(tmp_path) == first
    assert found(tmp_path, date(2025, 7, 9)) == first


@pytest.mark.parametrize("text", ["", "../../etc", ".staging-x", "/etc/passwd"])
def test_current_names_a_folder_beside_it_or_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "CURRENT").write_text(text, "utf-8")
    assert current_id(tmp_path) is None


@pytest.mark.parametrize(
    ("city", "domain"),
    [("../..", "services"), ("riverton/..", "services"), ("", "services"), ("Riverton", "services"),
     ("riverton", "../services"), ("riverton", ""), ("a" * 300, "services"), ("riverton\x00", "services")],
)  # fmt: skip
def test_hostile_keys_reach_no_path(tmp_path: Path, city: str, domain: str) -> None:
    write_snapshot(tmp_path, datetime(2025, 7, 1, tzinfo=UTC))
    with pytest.raises(DataMissingError):
        find_snapshot(tmp_path, city, domain)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_break_nothing(tmp_path: Path, day: date) -> None:
    first = write_snapshot(tmp_path, datetime(2025, 3, 1, 12, tzinfo=UTC))
    if day == date.max:
        assert found(tmp_path, day) == first
    else:
        with pytest.raises(DataMissingError):
            found(tmp_path, day)
