"""Bands of past errors, known by the day."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from modules.economy.bands import LEAST_ERRORS, PastErrors, with_bands, with_outcomes

QUARTERS = pd.period_range("2000Q1", periods=30, freq="Q")


def forecasts(value: float = 1.0) -> pd.DataFrame:
    """One forecast a quarter of the quarter itself, made on the tenth of its second month."""
    days = QUARTERS.start_time + pd.DateOffset(months=1, days=9)
    return pd.DataFrame({
        "method": "mean", "growth": "quarterly", "made_on": days, "period_start": QUARTERS.start_time,
        "horizon_quarters": 0, "value": value,
    })  # fmt: skip


def outcomes() -> pd.DataFrame:
    """Outcomes 1, 2, 3, ... percentage points above the forecasts, known half a year later."""
    return pd.DataFrame({
        "growth": "quarterly", "period_start": QUARTERS.start_time, "outcome": 1.0 + np.arange(1, 31),
        "known_on": QUARTERS.start_time + pd.DateOffset(months=7),
    })  # fmt: skip


def test_an_error_is_the_outcome_less_the_forecast_and_only_of_what_came_later() -> None:
    scored = with_outcomes(forecasts(), outcomes())
    assert scored["error"].tolist() == list(range(1, 31))
    early = outcomes().assign(known_on=pd.Timestamp(1999, 1, 1))
    assert with_outcomes(forecasts(), early).empty


def test_bands_are_ranks_of_the_errors_known_by_the_day() -> None:
    past = PastErrors(with_outcomes(forecasts(), outcomes()))
    told = with_bands(forecasts(), past)
    # An outcome of a quarter is known in the second month of the quarter after the next.
    first = told["low80"].first_valid_index()
    assert first == LEAST_ERRORS + 1
    known = np.arange(1, first)
    assert told.loc[first, "low80"] == pytest.approx(1.0 + np.quantile(known, 0.1, method="weibull"))
    assert told.loc[first, "high90"] == pytest.approx(1.0 + np.quantile(known, 0.95, method="weibull"))


def test_errors_of_another_month_of_the_quarter_are_another_pool() -> None:
    past = PastErrors(with_outcomes(forecasts(), outcomes()))
    third_month = forecasts().assign(made_on=forecasts()["made_on"] + pd.DateOffset(months=1))
    # With none of its own a month has the errors of all months; with enough of its own those alone.
    assert with_bands(third_month, past)["low80"].notna().sum() == 30 - LEAST_ERRORS - 1
    own = with_outcomes(third_month, outcomes().assign(outcome=8.0))
    both = PastErrors(pd.concat([with_outcomes(forecasts(), outcomes()), own]))
    assert set(with_bands(third_month, both)["high90"].iloc[-5:]) == {8.0}


def test_bands_hold_the_share_that_they_name() -> None:
    """Of errors without a memory the next one lies in the band of k ranks with the probability of its name."""
    chooser = np.random.default_rng(5)
    inside = []
    for _ in range(300):
        errors = chooser.normal(0, 1, 41)
        low, high = np.quantile(errors[:40], [0.1, 0.9], method="weibull")
        inside.append(low <= errors[40] <= high)
    assert np.mean(inside) == pytest.approx(0.8, abs=0.06)
