"""Chicago's 311 export: what is kept, what is set aside, and that nothing vanishes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from modules.sources.chicago import requests_311
from tests.modules.real_records import real_records

JULY = datetime(2012, 7, 6)


def row(
    number: str, made: datetime, closed: datetime | None, status: str = "Completed", **more: object
) -> dict[str, object]:
    return {
        "Service_Request_Number": number, "Creation_Date": made, "Completion_Date": closed, "Status": status,
        "What_is_the_Nature_of_this_Code_Violation": "Overflowing carts", "Community_Area": 5.0, "Latitude": 41.9,
        "Longitude": -87.7, "Ward": 47.0,
    } | more  # fmt: skip


def read(folder: Path, rows: list[dict[str, object]]) -> requests_311.Requests:
    (folder / "chicago").mkdir()
    frame = pd.DataFrame(rows)
    for column in ("Creation_Date", "Completion_Date"):
        frame[column] = pd.to_datetime(frame[column])
    frame.to_parquet(folder / requests_311.FILE)
    return requests_311.read_requests(folder)


def test_a_repeated_number_is_kept_once_with_its_last_closing(tmp_path: Path) -> None:
    told = read(tmp_path, [
        row("12-1", JULY, datetime(2013, 11, 20)),
        row("12-1", JULY, datetime(2012, 7, 27)),
        row("12-1", JULY, None, "Open"),
    ])  # fmt: skip
    assert told.requests[["service_request_id", "closed_datetime"]].values.tolist() == [
        ["12-1", datetime(2013, 11, 20)]
    ]
    assert told.set_aside == {"dated_before_archive": 0, "repeated_number": 2}


def test_rows_dated_2000_are_set_aside_and_counted(tmp_path: Path) -> None:
    told = read(tmp_path, [row("00-1", datetime(2000, 1, 3), JULY), row("12-1", JULY, JULY)])
    assert told.requests["service_request_id"].tolist() == ["12-1"]
    assert told.set_aside["dated_before_archive"] == 1
    assert told.raw_rows == len(told.requests) + sum(told.set_aside.values())


def test_status_outcome_and_duplicates(tmp_path: Path) -> None:
    told = read(tmp_path, [
        row("1", JULY, JULY, "Completed"),
        row("2", JULY, JULY, "Completed - Dup"),
        row("3", JULY, None, "Open"),
        row("4", JULY, None, "Open - Dup"),
    ])  # fmt: skip
    assert told.requests[["status", "outcome", "duplicate"]].values.tolist() == [
        ["closed", "completed", False],
        ["closed", "unknown", True],
        ["open", "pending", False],
        ["open", "pending", True],
    ]


def test_a_nature_that_is_blank_and_an_area_that_is_none_are_missing(tmp_path: Path) -> None:
    blank = {"What_is_the_Nature_of_this_Code_Violation": " ", "Community_Area": 0.0}
    told = read(tmp_path, [row("1", JULY, JULY, **blank), row("2", JULY, JULY)])
    assert told.requests["nature"].isna().tolist() == [True, False]
    assert told.requests["area_id"].isna().tolist() == [True, False]
    assert told.requests["area_id"][1] == "ca-5"


def test_a_missing_column_of_the_portal_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="Status"):
        read(tmp_path, [{key: value for key, value in row("1", JULY, JULY).items() if key != "Status"}])


def test_the_real_export_adds_up() -> None:
    told = requests_311.read_requests(real_records(requests_311.FILE))
    assert told.raw_rows == 74_401
    assert told.set_aside == {"dated_before_archive": 28, "repeated_number": 375}
    assert len(told.requests) == 73_998
    assert told.requests["nature"].nunique(dropna=False) == 10
