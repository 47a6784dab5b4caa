"""What stood on a day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from modules.economy.vintage_store import VintageStore, frequency_of


def log(rows: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["series_id", "period_start", "vintage", "value"])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("period_start", "vintage")})


GDP = log([
    ("gdp", "2023-10-01", "2024-01-25", 1.0),
    ("gdp", "2024-01-01", "2024-04-25", 2.0),
    ("gdp", "2023-10-01", "2024-04-25", 1.5),
    ("gdp", "2024-01-01", "2024-05-30", float("nan")),
    ("gdp", "2024-07-01", "2024-10-25", 4.0),
])  # fmt: skip


def known(day: date) -> dict[str, float]:
    values = VintageStore(GDP).known_on("gdp", day)
    return {str(period): value for period, value in values.dropna().items()}


def test_a_value_is_known_from_its_vintage_on() -> None:
    assert known(date(2024, 1, 24)) == {}
    assert known(date(2024, 1, 25)) == {"2023Q4": 1.0}
    assert known(date(2024, 4, 25)) == {"2023Q4": 1.5, "2024Q1": 2.0}


def test_the_rows_of_a_log_may_stand_in_any_order() -> None:
    """A quarter that is told again after the next one was."""
    told = VintageStore(log([
        ("gdp", "2024-01-01", "2024-04-25", 2.0),
        ("gdp", "2023-10-01", "2024-07-25", 9.0),
        ("gdp", "2023-10-01", "2024-01-25", 1.0),
    ]))  # fmt: skip
    assert told.known_on("gdp", date(2024, 5, 1)).tolist() == [1.0, 2.0]
    assert told.known_on("gdp", date(2024, 7, 25)).tolist() == [9.0, 2.0]


def test_a_withdrawn_value_is_unknown_again() -> None:
    assert known(date(2024, 5, 30)) == {"2023Q4": 1.5}


def test_a_gap_stays_a_gap() -> None:
    values = VintageStore(GDP).known_on("gdp", date(2024, 12, 1))
    assert list(values.index.astype(str)) == ["2023Q4", "2024Q1", "2024Q2", "2024Q3"]
    assert values.isna().tolist() == [False, True, True, False]


def test_the_frequency_is_the_usual_distance() -> None:
    assert frequency_of(GDP["period_start"]) == "Q"
    assert frequency_of(pd.Series(pd.date_range("2020-01-01", periods=5, freq="MS"))) == "M"
    assert frequency_of(pd.Series(pd.to_datetime(["2020-01-01", "2021-01-01"]))) == "A"


def test_first_releases_leave_out_what_the_log_starts_with() -> None:
    first = VintageStore(GDP).series("gdp").first_releases()
    assert [(str(row.period), f"{row.vintage:%Y-%m-%d}") for row in first.itertuples()] == [
        ("2024Q1", "2024-04-25"),
        ("2024Q3", "2024-10-25"),
    ]


def test_the_days_are_those_on_which_something_changed() -> None:
    assert [str(day)[:10] for day in VintageStore(GDP).days] == ["2024-01-25", "2024-04-25", "2024-05-30", "2024-10-25"]
