"""Forecasts in real time: nothing of the future leaks, and an interrupted run goes on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from modules.economy.back_test import (
    Task,
    back_test,
    before_the_log,
    days_before_the_log,
    forecast_days,
    made_in_year,
    model_day,
)
from modules.economy.vintage_store import VintageStore
from tests.modules.economy.made_up import TARGET, task

DAYS = [date(2012, 11, 10), date(2013, 2, 10), date(2013, 5, 10)]
TODAY = pd.Timestamp(2013, 5, 10)


def altered(log: pd.DataFrame) -> pd.DataFrame:
    """The log with everything that came after TODAY changed: other values, other revisions, a series that is new."""
    future = log["vintage"] > TODAY
    chooser = np.random.default_rng(11)
    wild = log.assign(value=log["value"].where(~future, log["value"] * chooser.uniform(0.1, 50, len(log))))
    revised = log[~future].assign(vintage=TODAY + pd.Timedelta(days=1), value=-1e6)
    new = log[log["series_id"] == "jobs"].assign(series_id="new", vintage=TODAY + pd.Timedelta(days=3))
    return pd.concat([wild, revised.drop_duplicates(["series_id", "period_start"]), new], ignore_index=True)


def test_altering_the_future_leaves_every_forecast_as_it_was_to_the_bit() -> None:
    before = task()
    after = Task(altered(before.log), TARGET, before.growing | {"new": True})
    assert not before.log.equals(after.log)
    for now, then in zip(
        (back_test(before, DAYS).forecasts, back_test(before, DAYS).runs),
        (back_test(after, DAYS).forecasts, back_test(after, DAYS).runs),
        strict=True,
    ):
        pd.testing.assert_frame_equal(now, then, check_exact=True)
    assert len(back_test(before, DAYS).forecasts) == 3 * 2 * 6 * 4


def test_altering_the_past_does_change_them() -> None:
    before = task()
    other = before.log["value"].where(before.log["series_id"] != "jobs", before.log["value"] ** 2)
    after = Task(before.log.assign(value=other), TARGET, before.growing)
    assert not back_test(before, DAYS[:1]).forecasts.equals(back_test(after, DAYS[:1]).forecasts)


def test_forecasts_are_made_on_the_tenth_of_each_month_and_on_the_last_day() -> None:
    days = forecast_days(VintageStore(task().log))
    assert days[:2] == [date(2012, 1, 10), date(2012, 2, 10)]
    assert days[-1] == pd.Timestamp(task().log["vintage"].max()).date()
    assert {day.day for day in days[:-1]} == {10}


def test_a_years_model_is_made_on_its_eve_or_on_the_first_day_that_knows_enough() -> None:
    store = VintageStore(task().log)
    assert model_day(store, TARGET, [date(2013, 1, 10)]) == date(2012, 12, 31)
    assert model_day(store, TARGET, [date(2012, 1, 10), date(2012, 2, 10)]) == date(2012, 2, 10)
    assert model_day(store, TARGET, [date(2011, 1, 10)]) is None
    assert made_in_year(task(), [date(2011, 1, 10)]).forecasts.empty


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    whole = back_test(task(), DAYS)
    back_test(task(), DAYS[:1], tmp_path)
    (filed,) = tmp_path.glob("2012-*.forecasts.parquet")
    kept = pd.read_parquet(filed)
    # What is filed is taken as it is: a mark in it comes back.
    kept.assign(value=kept["value"].where(kept["method"] != "mean", 77.0)).to_parquet(filed)
    again = back_test(task(), DAYS, tmp_path).forecasts
    assert set(again.loc[(again["made_on"] < "2013") & (again["method"] == "mean"), "value"]) == {77.0}
    later = whole.forecasts[whole.forecasts["made_on"] > "2013"].reset_index(drop=True)
    pd.testing.assert_frame_equal(again[again["made_on"] > "2013"].reset_index(drop=True), later, check_dtype=False)
    # A half written file is none, and other data are another file.
    (tmp_path / "2012-x.forecasts.writing").write_bytes(b"PAR1")
    other = Task(task().log.assign(value=task().log["value"] * 2), TARGET, task().growing)
    assert set(back_test(other, DAYS[:1], tmp_path).forecasts["value"]) != {77.0}


def test_two_processes_make_the_same_forecasts(tmp_path: Path) -> None:
    alone, shared = back_test(task(), DAYS), back_test(task(), DAYS, tmp_path, workers=2)
    pd.testing.assert_frame_equal(alone.forecasts, shared.forecasts, check_dtype=False)


def test_before_the_log_values_come_with_the_delay_that_their_series_has() -> None:
    earlier = before_the_log(task())
    assert earlier is not None
    store = VintageStore(earlier.log)
    # On 2012-02-10 jobs of December were known, 41 days after the month ended.
    jobs = store.known_on("jobs", date(2008, 2, 10))
    assert str(jobs.index[-1]) == "2007-12"
    assert str(store.known_on("jobs", date(2008, 2, 9)).index[-1]) == "2007-11"
    days = days_before_the_log(store, TARGET)
    assert days[-1] < date(2012, 2, 10)
    assert (date(2010, 8, 10) in days, date(2004, 8, 10) in days) == (True, False)
