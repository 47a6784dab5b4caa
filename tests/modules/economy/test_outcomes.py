"""The outcome that forecasts are scored against."""

from __future__ import annotations

import pandas as pd

from modules.economy.growth import Target
from modules.economy.outcomes import newest_values, outcomes
from modules.economy.vintage_store import VintageStore

TARGET = Target("growth", "growth", False, "year_on_year")


def store(rows: list[tuple[str, str, float]]) -> VintageStore:
    frame = pd.DataFrame(rows, columns=["period_start", "vintage", "value"])
    days = {name: pd.to_datetime(frame[name]) for name in ("period_start", "vintage")}
    return VintageStore(frame.assign(series_id="growth", **days))


LOG = store([
    ("2023-10-01", "2024-01-25", 1.0),
    ("2024-01-01", "2024-04-25", 2.0),
    ("2024-01-01", "2024-06-27", 2.5),
    ("2024-01-01", "2024-07-25", 9.0),
    ("2024-04-01", "2024-07-25", 3.0),
])  # fmt: skip


def test_an_outcome_is_the_third_release_and_known_when_it_is_due() -> None:
    """The first release of 2024Q1 is of 25 April; 75 days later its third one is out and the annual revision is not."""
    assert outcomes(LOG, TARGET).to_dict("records") == [
        {"growth": "year_on_year", "period_start": pd.Timestamp(2024, 1, 1), "outcome": 2.5,
         "known_on": pd.Timestamp(2024, 7, 9)}
    ]  # fmt: skip


def test_a_quarter_that_was_withdrawn_has_no_outcome() -> None:
    log = store([("2023-10-01", "2024-01-25", 1.0), ("2024-01-01", "2024-04-25", 2.0),
                 ("2024-01-01", "2024-06-01", float("nan")), ("2024-04-01", "2024-07-25", 3.0)])  # fmt: skip
    assert outcomes(log, TARGET).empty


def test_the_newest_values_are_those_of_the_last_day() -> None:
    assert newest_values(LOG, TARGET)["outcome"].tolist() == [1.0, 9.0, 3.0]
