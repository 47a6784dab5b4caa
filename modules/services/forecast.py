"""Demand over the next four weeks with 80 % intervals, for thousands of daily series at once.

The method is the discounted level of `modules.services.demand`. It stands where a library's ETS(A,N,A) could:
benchmarks/forecast.py measures both where statsforecast is installed, and docs/services-module.md gives the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.stats import nbinom

from modules.services.daily_counts import HORIZON_DAYS
from modules.services.demand import Floats, Smoothed

METHOD = "discounted_level"
#: Days that past forecasts are judged on for the intervals, and how many days apart they were made.
JUDGED_DAYS, JUDGED_EVERY = 182, 7
#: Forecast days whose errors all series together count for beside a series' own.
SPREAD_PRIOR_DAYS = 56.0
#: A day further off than this many standard deviations counts as that many: one flood does not widen every interval.
WORST_DEVIATIONS = 5.0


@dataclass(frozen=True)
class Forecast:
    """Arrays (future days, series): requests expected, and the 80 % interval in whole requests."""

    expected: Floats
    low80: Floats
    high80: Floats


def _excess(counts: Floats, smoothed: Smoothed) -> tuple[Floats, Floats]:
    """Sums by series of squared errors beyond Poisson's, and of squared expectations, of forecasts made before."""
    days = len(counts)
    excess, square = np.zeros(counts.shape[1]), np.zeros(counts.shape[1])
    for made in range(max(days - HORIZON_DAYS - JUDGED_DAYS, min(56, days)), days - HORIZON_DAYS + 1, JUDGED_EVERY):
        ahead = slice(made, made + HORIZON_DAYS)
        expected = smoothed.level[made] * smoothed.factor[ahead]
        error = (counts[ahead] - expected) ** 2
        excess += (np.minimum(error, WORST_DEVIATIONS**2 * (expected + 1 + 0.05 * expected**2)) - expected).sum(axis=0)
        square += (expected**2).sum(axis=0)
    return excess, square


def forecast_spread(counts: Floats, smoothed: Smoothed) -> Floats:
    """The squared coefficient of variation beyond Poisson's of forecasts one to 28 days ahead, by series.

    From the errors of the forecasts that the same method would have made over the last half year of `counts`; a series'
    own is drawn towards that of all.
    """
    ahead = smoothed.ahead[len(counts)]
    excess, square = _excess(counts, smoothed)
    everywhere = max(float(excess.sum()), 0.0) / max(float(square.sum()), 1e-9)
    prior = SPREAD_PRIOR_DAYS * np.maximum(ahead.level, 1e-3) ** 2
    return np.maximum((excess + prior * everywhere) / (square + prior), 1 / ahead.known)


def forecast(counts: Floats, smoothed: Smoothed) -> Forecast:
    """The expectation of each coming day after `counts`, with the 10th and 90th percentile of a negative binomial.

    `smoothed` may know more days than `counts`: only what it knew after them is used.
    """
    ahead = smoothed.ahead[len(counts)]
    expected = ahead.level * ahead.factor
    size = np.broadcast_to(1 / np.maximum(forecast_spread(counts, smoothed), 1e-6), expected.shape)
    success = size / (size + expected)
    return Forecast(expected, _quantile(0.1, size, success), _quantile(0.9, size, success))


def _quantile(share: float, size: Floats, success: Floats) -> Floats:
    """The negative binomial's quantile; most services get none on most days, which needs no search."""
    found = np.zeros(success.shape)
    some = success**size < share
    found[some] = nbinom.ppf(share, size[some], success[some])
    return found


def forecast_rows(scope: str, ids: list[str], made_on: date, told: Forecast) -> pd.DataFrame:
    """The rows of the contract's table `forecasts` for the series of one scope."""
    days, series = told.expected.shape
    return pd.DataFrame(
        {
            "scope": scope,
            "scope_id": np.repeat(np.array(ids, dtype=object), days),
            "made_on": made_on,
            "day": np.tile(np.array([made_on + timedelta(days=ahead + 1) for ahead in range(days)]), series),
            "expected": told.expected.T.ravel(),
            "low80": told.low80.T.ravel(),
            "high80": told.high80.T.ravel(),
            "method": METHOD,
        }
    )
