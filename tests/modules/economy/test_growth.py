"""Growth of a level or as it is stated, on numbers that can be read off."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from modules.economy.growth import Target, annualised, as_growth, is_seasonal, known_growth, on_the_year_before
from modules.economy.growth_log import growth_vintages
from modules.economy.vintage_store import VintageStore


def quarters(*values: float, first: str = "2020Q1") -> pd.Series:
    return pd.Series(values, index=pd.period_range(first, periods=len(values), freq="Q"), dtype="float64")


def test_growth_is_annualised_and_needs_the_quarter_before() -> None:
    told = annualised(quarters(100.0, 101.0, np.nan, 102.0))
    assert told.dropna().to_dict() == {pd.Period("2020Q2", "Q"): pytest.approx((1.01**4 - 1) * 100)}


def test_a_year_of_equal_quarters_grows_as_each_does_at_an_annual_rate() -> None:
    told = on_the_year_before(quarters(2.0, 2.0, 2.0, 2.0, 6.0))
    assert told.iloc[:3].isna().all()
    assert told.iloc[3] == pytest.approx(2.0)
    assert told.iloc[4] == pytest.approx(((1.02**3 * 1.06) ** 0.25 - 1) * 100)


def test_a_season_is_found_where_it_rules() -> None:
    assert is_seasonal(quarters(*[1.0, -2.0, 3.0, -1.0] * 8) + quarters(*np.linspace(0, 0.2, 32)))
    assert not is_seasonal(quarters(*np.random.default_rng(1).normal(0, 1, 40)))


LOG = pd.DataFrame({
    "series_id": "gdp",
    "period_start": pd.to_datetime(["2020-01-01", "2020-04-01", "2020-07-01", "2020-07-01"]),
    "vintage": pd.to_datetime(["2020-08-01", "2020-08-01", "2020-10-30", "2020-12-22"]),
    "value": [100.0, 110.0, 121.0, 110.0],
})  # fmt: skip
LEVEL = Target("gdp", "gdp", True, "quarterly")


def test_growth_is_of_what_was_known() -> None:
    store = VintageStore(LOG)
    assert list(known_growth(store, LEVEL, date(2020, 9, 1)).round(2)) == [46.41]
    assert list(known_growth(store, LEVEL, date(2020, 11, 1)).round(2)) == [46.41, 46.41]
    assert list(known_growth(store, LEVEL, date(2020, 12, 31)).round(2)) == [46.41, 0.0]


def test_stated_growth_is_taken_as_it_is_or_put_at_an_annual_rate() -> None:
    store = VintageStore(LOG)
    stated = Target("gdp", "gdp", False, "year_on_year")
    assert list(known_growth(store, stated, date(2020, 9, 1))) == [100.0, 110.0]
    assert as_growth(quarters(1.0), stated, "year_on_year").tolist() == [1.0]
    of_quarter = Target("gdp", "gdp", False, "quarterly", of_quarter=True)
    assert known_growth(store, of_quarter, date(2020, 9, 1)).iloc[0] == pytest.approx((2**4 - 1) * 100)


def test_the_change_log_of_growth_has_a_row_for_each_change() -> None:
    rows = growth_vintages(VintageStore(LOG), LEVEL)
    assert [(f"{row.period_start:%Y-%m}", f"{row.vintage:%Y-%m}", row.value) for row in rows.itertuples()] == [
        ("2020-04", "2020-08", 46.41), ("2020-07", "2020-10", 46.41), ("2020-07", "2020-12", pytest.approx(0)),
    ]  # fmt: skip
