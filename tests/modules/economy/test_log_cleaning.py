"""Bad input: what is put right, what is set aside, and that both are said."""

from __future__ import annotations

import pandas as pd
import pytest

from modules.economy.log_cleaning import cleaned
from modules.economy.vintage_store import VintageStore


def log(series: str, values: dict[str, float], vintage: str) -> pd.DataFrame:
    frame = pd.DataFrame({"period_start": pd.to_datetime(list(values)), "value": list(values.values())})
    return frame.assign(series_id=series, vintage=pd.Timestamp(vintage))


def quarters(first: str, values: list[float], vintage: str, months_later: int = 0) -> pd.DataFrame:
    starts = pd.period_range(first, periods=len(values), freq="Q").start_time + pd.DateOffset(months=months_later)
    return log("gdp", {f"{start:%Y-%m-%d}": value for start, value in zip(starts, values, strict=True)}, vintage)


def known(frame: pd.DataFrame, day: str) -> dict[str, float]:
    values = VintageStore(frame).known_on("gdp", pd.Timestamp(day).date()).dropna()
    return {str(period): round(value, 6) for period, value in values.items()}


@pytest.mark.parametrize("months_later", [0, 1, 2])
def test_a_quarter_is_the_same_by_whichever_month_it_is_dated(months_later: int) -> None:
    frame, remarks = cleaned(quarters("2020Q1", [1.0, 2.0, 3.0], "2021-01-15", months_later))
    assert known(frame, "2021-02-01") == {"2020Q1": 1.0, "2020Q2": 2.0, "2020Q3": 3.0}
    assert bool(remarks) == bool(months_later)


def test_of_two_values_of_one_vintage_the_last_one_counts_and_it_is_said() -> None:
    twice = pd.concat([quarters("2020Q1", [1.0, 2.0, 3.0], "2021-01-15"), quarters("2020Q3", [9.0], "2021-01-15")])
    frame, remarks = cleaned(twice)
    assert known(frame, "2021-02-01")["2020Q3"] == 9.0
    assert remarks == ["1 values told twice and differently for one vintage: the last one of the file counts."]


def test_a_new_base_of_recent_quarters_makes_no_growth_up() -> None:
    old = quarters("2018Q1", [100.0 + n for n in range(12)], "2021-01-15")
    rebased = quarters("2019Q1", [(104.0 + n) / 2 for n in range(9)], "2021-04-15")
    frame, remarks = cleaned(pd.concat([old, rebased]))
    now = known(frame, "2021-05-01")
    assert (now["2018Q4"], now["2019Q1"], now["2021Q1"]) == (51.5, 52.0, 56.0)
    assert known(frame, "2021-02-01")["2018Q4"] == 103.0
    assert remarks == ["gdp: another base from 2021-04-15 on (x 0.5); 4 older values put into it."]


def test_ten_years_revised_at_once_are_a_revision() -> None:
    old = quarters("2010Q1", [100.0 + n for n in range(40)], "2021-01-15")
    new = quarters("2010Q1", [100.0 + n * 1.01 for n in range(40)], "2021-07-30")
    frame, remarks = cleaned(pd.concat([old, new]))
    assert known(frame, "2021-08-01")["2019Q4"] == pytest.approx(139.39)
    assert known(frame, "2021-07-29")["2019Q4"] == 139.0
    assert remarks == []


def test_fractions_become_percent() -> None:
    growth = [0.02, -0.01, 0.03, 0.005] * 6
    frame, remarks = cleaned(quarters("2015Q1", growth, "2021-01-15"), ["gdp"])
    assert known(frame, "2021-02-01")["2015Q1"] == 2.0
    assert remarks == ["gdp: given in fractions, shown in percent."]


def test_percent_that_later_comes_in_fractions_stays_percent() -> None:
    growth = [2.0, -1.0, 3.0, 0.5, 2.5, 1.5] * 4
    later = quarters("2015Q1", [value / 100 for value in growth], "2021-04-15")
    newest = quarters("2021Q1", [0.04], "2021-04-15")
    frame, remarks = cleaned(pd.concat([quarters("2015Q1", growth, "2021-01-15"), later, newest]), ["gdp"])
    assert known(frame, "2021-05-01")["2015Q1"] == 2.0
    assert known(frame, "2021-05-01")["2021Q1"] == 4.0
    assert remarks == ["gdp: told in another unit from 2021-04-15 on, put into that of before."]


def test_what_comes_later_does_not_decide_the_unit_of_what_came_before() -> None:
    growth = quarters("2015Q1", [0.3, -0.2] * 12, "2021-01-15")
    alone, _ = cleaned(growth, ["gdp"])
    altered, _ = cleaned(pd.concat([growth, quarters("2021Q1", [900.0], "2021-04-15")]), ["gdp"])
    assert known(alone, "2021-02-01") == known(altered, "2021-02-01")


def test_rows_that_cannot_be_used_are_counted_by_reason() -> None:
    frame = quarters("2020Q1", [1.0, 2.0, float("inf"), 4.0, 5.0], "2021-06-15")
    frame.loc[0, "series_id"], frame.loc[1, "vintage"] = None, pd.NaT
    kept, remarks = cleaned(frame)
    assert known(kept, "2021-07-01") == {"2020Q4": 4.0, "2021Q1": 5.0}
    assert remarks == [
        "1 rows set aside: a value without a series.",
        "1 rows set aside: a value without the day since which it was known.",
        "1 rows set aside: a value that is infinite.",
    ]
