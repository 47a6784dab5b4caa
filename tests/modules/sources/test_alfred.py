"""The change log, read as it stood on any day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.sources import alfred

START = date(2020, 1, 1)
QUARTERS = [pd.Timestamp(2019, month, 1) for month in (1, 4, 7, 10)]


def log_of(rows: list[tuple[str, str, float | None]]) -> pd.DataFrame:
    """(period, vintage, value) of one series, as the reader gives it."""
    frame = pd.DataFrame(rows, columns=["period_start", "vintage", "value"])
    frame["period_start"], frame["vintage"] = pd.to_datetime(frame["period_start"]), pd.to_datetime(frame["vintage"])
    return frame.assign(series_id="x", value=frame["value"].astype("float64"))


LOG = log_of([
    ("2019-01-01", "2020-01-10", 1.0),
    ("2019-04-01", "2020-02-10", 2.0),
    ("2019-01-01", "2020-03-10", None),
    ("2019-01-01", "2020-04-10", 1.5),
])  # fmt: skip


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2020, 1, 9), {}),
        (date(2020, 1, 10), {"2019-01-01": 1.0}),
        (date(2020, 2, 10), {"2019-01-01": 1.0, "2019-04-01": 2.0}),
        (date(2020, 3, 31), {"2019-04-01": 2.0}),
        (date(2020, 4, 10), {"2019-01-01": 1.5, "2019-04-01": 2.0}),
    ],
)
def test_what_was_known_on_a_day(day: date, known: dict[str, float]) -> None:
    found = alfred.known_on(LOG, "x", day)
    assert {f"{start:%Y-%m-%d}": value for start, value in found.items()} == known


def test_the_days_on_which_something_changed() -> None:
    assert alfred.vintages_of(LOG, "x") == [date(2020, month, 10) for month in (1, 2, 3, 4)]


#: Whole vintages: for each day what every quarter was said to be, None where it was not (or no longer) told.
VINTAGES = st.lists(
    st.lists(st.one_of(st.none(), st.integers(-5, 5).map(float)), min_size=4, max_size=4), min_size=1, max_size=8
)


@settings(deadline=None, max_examples=50)
@given(VINTAGES)
def test_a_change_log_gives_back_every_vintage_that_it_was_made_of(vintages: list[list[float | None]]) -> None:
    rows: list[tuple[pd.Timestamp, pd.Timestamp, float | None]] = []
    held: list[float | None] = [None] * 4
    for number, values in enumerate(vintages):
        day = pd.Timestamp(START + timedelta(days=number))
        rows += [(QUARTERS[i], day, new) for i, (old, new) in enumerate(zip(held, values, strict=True)) if old != new]
        held = values
    frame = pd.DataFrame(rows, columns=["period_start", "vintage", "value"])
    log = frame.astype({"period_start": "datetime64[us]", "vintage": "datetime64[us]", "value": "float64"})
    log = log.assign(series_id="x")
    at_once = alfred.all_vintages(log, "x")
    for number, values in enumerate(vintages):
        day = START + timedelta(days=number)
        expected = {QUARTERS[i]: value for i, value in enumerate(values) if value is not None}
        assert alfred.known_on(log, "x", day).to_dict() == expected
        if pd.Timestamp(day) in at_once.columns:
            assert at_once[pd.Timestamp(day)].dropna().to_dict() == expected


@pytest.mark.parametrize(
    ("months", "frequency", "period"),
    [((1, 2, 3), "M", "2020-03"), ((1, 4, 7), "Q", "2020-Q3"), ((1,), "A", "2020")],
)
def test_frequency_and_time_period(months: tuple[int, ...], frequency: str, period: str) -> None:
    log = log_of([(f"2020-{month:02d}-01", "2021-01-01", 1.0) for month in months])
    assert alfred.frequency_of(log, "x") == frequency
    assert alfred.time_period(pd.Timestamp(2020, months[-1], 1), frequency) == period


def test_reading_keeps_withdrawals_and_names_a_missing_column(tmp_path: Path) -> None:
    rows = LOG.rename(columns={ours: theirs for theirs, ours in alfred.COLUMNS.items()})
    rows.to_parquet(tmp_path / "log.parquet")
    read = alfred.read_change_log(tmp_path / "log.parquet")
    assert list(read.columns) == ["series_id", "period_start", "vintage", "value"]
    assert int(read["value"].isna().sum()) == 1
    rows.drop(columns="vintage").to_parquet(tmp_path / "short.parquet")
    with pytest.raises(KeyError, match="vintage"):
        alfred.read_change_log(tmp_path / "short.parquet")
