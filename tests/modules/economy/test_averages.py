"""Weeks, days and months as averages of a coarser period, known since all of it was."""

from __future__ import annotations

import pandas as pd

from modules.economy.averages import by_month, by_quarter


def log(rows: list[tuple[str, str, float]], key: str = "claims") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["period_start", "vintage", "value"]).assign(series_id=key)
    return frame.astype({"period_start": "datetime64[s]", "vintage": "datetime64[s]"})


def told(frame: pd.DataFrame) -> list[tuple[str, str, float]]:
    rows = zip(frame["period_start"], frame["vintage"], frame["value"], strict=True)
    return [(f"{start:%Y-%m-%d}", f"{vintage:%Y-%m-%d}", value) for start, vintage, value in rows]


def test_weeks_are_averaged_by_month_once_its_last_week_is_known() -> None:
    weeks = [("2024-01-05", "2024-01-11", 1.0), ("2024-01-12", "2024-01-18", 2.0), ("2024-01-19", "2024-01-25", 3.0),
             ("2024-01-26", "2024-02-01", 6.0), ("2024-02-02", "2024-02-08", 9.0),
             ("2024-01-26", "2024-02-08", 2.0)]  # fmt: skip
    monthly, remarks = by_month(log(weeks))
    assert told(monthly) == [("2024-01-01", "2024-02-01", 3.0), ("2024-01-01", "2024-02-08", 2.0)]
    assert remarks == ["claims: weekly values are averaged by month; a month counts once its last value is known."]


def test_working_days_are_averaged_and_months_stay() -> None:
    days = pd.bdate_range("2024-01-01", "2024-02-15")
    rate = log([(str(day.date()), str(day.date()), float(day.month)) for day in days], "rate")
    months = log([("2024-01-01", "2024-02-10", 5.0), ("2024-02-01", "2024-03-10", 6.0)], "jobs")
    monthly, remarks = by_month(pd.concat([rate, months]))
    assert told(monthly[monthly["series_id"] == "rate"])[0][::2] == ("2024-01-01", 1.0)
    assert set(monthly.loc[monthly["series_id"] == "rate", "period_start"]) == {pd.Timestamp(2024, 1, 1)}
    assert told(monthly[monthly["series_id"] == "jobs"]) == told(months)
    assert len(remarks) == 1


def test_a_quarter_is_the_average_of_three_months() -> None:
    months = [("2024-01-01", "2024-02-10", 1.0), ("2024-02-01", "2024-03-10", 2.0), ("2024-03-01", "2024-04-10", 6.0),
              ("2024-01-01", "2024-05-10", 4.0), ("2024-04-01", "2024-05-10", 9.0)]  # fmt: skip
    quarters = [("2024-01-01", "2024-04-10", 3.0), ("2024-01-01", "2024-05-10", 4.0)]
    assert told(by_quarter(log(months, "gdp"))) == quarters
