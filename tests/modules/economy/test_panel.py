"""What a model sees on a day: indicators that can be used, made stationary, and why the others are left out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from modules.economy.panel import Specification, panel_of, specify, transform_of, transformed
from modules.economy.vintage_store import VintageStore
from tests.modules.economy.made_up import INDICATORS, TARGET, change_log

DAY = date(2012, 6, 10)


def monthly(values: list[float], first: str = "2006-01") -> pd.Series:
    return pd.Series(values, index=pd.period_range(first, periods=len(values), freq="M"), dtype="float64")


def told(key: str, values: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({
        "series_id": key, "period_start": pd.PeriodIndex(values.index).start_time, "value": values.array,
        "vintage": pd.Timestamp(2012, 1, 31),
    })  # fmt: skip


def specified(*more: pd.DataFrame) -> Specification:
    log = pd.concat([change_log(), *more], ignore_index=True)
    names = INDICATORS | dict.fromkeys([frame["series_id"].iloc[0] for frame in more], True)
    return specify(VintageStore(log), TARGET, names, DAY)


def test_a_level_becomes_growth_and_a_rate_a_difference() -> None:
    used = {each.series_id: each.transform for each in specified().indicators}
    assert used == {"jobs": "growth", "sales": "growth", "mood": "level", "rate": "difference"}


def test_a_seasonal_level_is_compared_with_the_year_before() -> None:
    season = [100 * 1.003**month * (1 + 0.2 * (month % 12 == 11)) for month in range(96)]
    assert transform_of(monthly(season), True) == "growth_on_year"
    assert transformed(monthly(season), "growth_on_year").iloc[-1] == pytest.approx(np.log(1.003**12) * 100)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (monthly([1.0, 2.0, 3.0, 2.5, 4.0], "2011-09"), "too few values"),
        (monthly(list(np.exp(np.random.default_rng(3).normal(0, 0.1, 90))), "2003-01"), "stopped"),
        (monthly([7.0] * 72), "constant"),
    ],
)
def test_an_indicator_that_cannot_be_used_says_why(values: pd.Series, why: str) -> None:
    specification = specified(told("odd", values))
    assert specification.left_out == (("odd", why),)
    assert {each.series_id for each in specification.indicators} == set(INDICATORS)


def test_the_same_thing_twice_is_used_once() -> None:
    jobs = VintageStore(change_log()).known_on("jobs", DAY)
    assert specified(told("jobs_again", jobs.iloc[-80:] * 3)).left_out == (("jobs_again", "same as jobs"),)


def test_the_panel_ends_raggedly_on_its_day_and_draws_outliers_in() -> None:
    log = change_log()
    wild = log["series_id"].eq("sales") & log["period_start"].eq(pd.Timestamp(2012, 3, 1))
    log.loc[wild, "value"] *= 10
    store = VintageStore(log)
    specification = specify(store, TARGET, INDICATORS, date(2011, 12, 31))
    assert specification.indicators == ()
    specification = specify(store, TARGET, INDICATORS, date(2012, 2, 10))
    panel = panel_of(specification, store, DAY)
    assert str(panel.monthly.index[-1]) == "2012-06"
    assert str(panel.monthly["jobs"].last_valid_index()) == "2012-04"
    assert str(panel.quarterly["gdp"].last_valid_index()) == "2012Q1"
    bounds = next(each for each in specification.indicators if each.series_id == "sales")
    assert panel.monthly.loc["2012-03", "sales"] == bounds.high
