"""Years to quarters and the city to districts: everything adds up, and says how it was made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.economy.disaggregation import CHOW_LIN, DENTON, SMOOTH, by_shares, quarters_of_years


def annual(*values: float) -> pd.Series:
    return pd.Series(values, index=pd.period_range("2015", periods=len(values), freq="Y"))


def months(values: np.ndarray) -> pd.Series:
    return pd.Series(values, index=pd.period_range("2015-01", periods=len(values), freq="M"))


def sums(quarters: pd.Series) -> list[float]:
    return quarters.groupby(pd.PeriodIndex(quarters.index).year).sum().tolist()


@given(st.lists(st.floats(10, 1000), min_size=2, max_size=9), st.integers(0, 1000))
def test_quarters_add_up_to_their_years_by_every_method(values: list[float], seed: int) -> None:
    figures = annual(*values)
    indicator = months(np.random.default_rng(seed).uniform(50, 150, 12 * len(values)))
    for told in (quarters_of_years(figures), quarters_of_years(figures, indicator)):
        assert sums(told.values) == pytest.approx(values, rel=1e-6)


def test_the_method_is_what_the_data_allow_and_it_is_said() -> None:
    indicator = months(np.random.default_rng(1).uniform(50, 150, 96))
    assert quarters_of_years(annual(1.0, 2.0)).method == SMOOTH
    assert quarters_of_years(annual(*[40.0] * 4), indicator).method == DENTON
    assert quarters_of_years(annual(*[40.0] * 8), indicator).method == CHOW_LIN
    with pytest.raises(ValueError, match="two annual figures"):
        quarters_of_years(annual(1.0))


def test_chow_lin_finds_what_follows_the_indicator() -> None:
    indicator = months(100 + 20 * np.sin(np.arange(96) / 5) + np.arange(96))
    by_quarter = indicator.groupby(pd.PeriodIndex(indicator.index).asfreq("Q")).mean()
    truth = 30 + 2 * by_quarter
    figures = pd.Series(sums(truth), index=pd.period_range("2015", periods=8, freq="Y"))
    assert quarters_of_years(figures, indicator).values.tolist() == pytest.approx(truth.tolist(), rel=1e-6)


def test_denton_keeps_the_pattern_of_a_proportional_indicator() -> None:
    indicator = months(np.tile([1.0] * 3 + [2.0] * 3 + [3.0] * 3 + [4.0] * 3, 3))
    told = quarters_of_years(annual(100.0, 100.0, 100.0), indicator)
    assert told.values.tolist() == pytest.approx([10.0, 20.0, 30.0, 40.0] * 3)


def test_districts_add_up_to_the_city_in_proportion_to_their_shares() -> None:
    quarters = pd.period_range("2020Q1", periods=4, freq="Q")
    shares = pd.DataFrame({"east": [3.0, 1.0], "west": [1.0, 1.0]}, index=[quarters[0], quarters[2]])
    told = by_shares(pd.Series([40.0, 80.0, 100.0, 120.0], index=quarters), shares)
    assert told["east"].tolist() == [30.0, 60.0, 50.0, 60.0]
    assert told.sum(axis=1).tolist() == [40.0, 80.0, 100.0, 120.0]
    with pytest.raises(ValueError, match="adds up to nothing"):
        by_shares(pd.Series([1.0], index=quarters[:1]), shares * 0)
