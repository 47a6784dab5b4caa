"""How good the forecast would have been: a rolling back-test beside two rules that need no method.

`seasonal_naive` repeats the last known week, `weekday_mean` the mean of each weekday over eight weeks. Errors are
scaled by those of the seasonal naive rule inside the known days, so that services of any size can be averaged: MASE
(Hyndman and Koehler 2006, Another look at measures of forecast accuracy) and its square counterpart RMSSE (the M5
competition's).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from modules.services.daily_counts import HORIZON_DAYS
from modules.services.demand import Floats, Smoothed
from modules.services.forecast import METHOD, forecast

#: Origins of the back-test, four weeks apart; before the first of them at least so many days must be known.
ORIGINS = 4
LEAST_KNOWN_DAYS = 182
#: Days ahead that are scored together.
HORIZONS = {"1-7": slice(0, 7), "8-28": slice(7, 28), "1-28": slice(0, 28)}
#: A service asked for less often than this a day is scored as a small one too.
SMALL_SERVICE_A_DAY = 1.0
COLUMNS = ["method", "level", "horizon", "mase", "rmsse", "coverage80_share", "n"]


def seasonal_naive(counts: Floats) -> Floats:
    """The last seven days again and again, (HORIZON_DAYS, series)."""
    return np.tile(counts[-7:], (HORIZON_DAYS // 7, 1))


def weekday_mean(counts: Floats) -> Floats:
    """The mean of each weekday over the last eight weeks, (HORIZON_DAYS, series)."""
    return np.tile(counts[-56:].reshape(8, 7, -1).mean(axis=0), (HORIZON_DAYS // 7, 1))


def naive_scale(counts: Floats) -> tuple[Floats, Floats]:
    """Mean absolute and mean squared error of the seasonal naive rule one week ahead inside the known days."""
    difference = counts[7:] - counts[:-7]
    return np.abs(difference).mean(axis=0), (difference**2).mean(axis=0)


def _scores_of_one(seen: Floats, told: Floats, scale: tuple[Floats, Floats], inside: Floats | None) -> pd.DataFrame:
    """Errors of one forecast, a row a horizon and series, without series that never changed: they have no scale."""
    scaled = scale[0] > 0
    parts = []
    for horizon, days in HORIZONS.items():
        error = (seen - told)[days][:, scaled]
        covered = np.full(error.shape[1], np.nan) if inside is None else inside[days][:, scaled].mean(axis=0)
        parts.append(
            pd.DataFrame(
                {
                    "horizon": horizon,
                    "series": np.flatnonzero(scaled),
                    "mase": np.abs(error).mean(axis=0) / scale[0][scaled],
                    "rmsse": np.sqrt((error**2).mean(axis=0) / scale[1][scaled]),
                    "coverage80_share": covered,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def back_test_origins(days: int, origins: int = ORIGINS) -> list[int]:
    """After how many days the back-test's forecasts are made, the last first; empty where too few days are known."""
    last = days - HORIZON_DAYS
    return list(range(last, max(last - HORIZON_DAYS * origins, LEAST_KNOWN_DAYS - 1), -HORIZON_DAYS))


def _back_test(level: str, counts: Floats, smoothed: Smoothed, origin: int) -> pd.DataFrame:
    """The scores of every method on one level from one origin; `small` marks series asked for rarely."""
    known, seen = counts[:origin], counts[origin : origin + HORIZON_DAYS]
    told = forecast(known, smoothed)
    scale = naive_scale(known)
    inside = ((seen >= told.low80) & (seen <= told.high80)).astype(float)
    scored = [
        _scores_of_one(seen, told.expected, scale, inside).assign(method=METHOD),
        _scores_of_one(seen, seasonal_naive(known), scale, None).assign(method="seasonal_naive"),
        _scores_of_one(seen, weekday_mean(known), scale, None).assign(method="weekday_mean"),
    ]
    small = known.mean(axis=0) < SMALL_SERVICE_A_DAY
    table = pd.concat(scored, ignore_index=True)
    return table.assign(level=level, small=small[table["series"]])


def score_forecasts(levels: Mapping[str, tuple[Floats, Smoothed]]) -> pd.DataFrame:
    """The contract's table `forecast_scores`: a row a method, level and horizon.

    `levels` names the counts (days, series) and what was expected of them, with what was known at each origin of
    `back_test_origins`. Services below SMALL_SERVICE_A_DAY are scored once more as `small_service`.
    """
    tested = [
        _back_test(level, counts, smoothed, origin)
        for level, (counts, smoothed) in levels.items()
        for origin in smoothed.ahead
        if origin < len(counts)
    ]
    if not tested:
        return pd.DataFrame(columns=COLUMNS)
    scored = pd.concat(tested, ignore_index=True)
    small = scored[scored["small"] & (scored["level"] == "service")].assign(level="small_service")
    grouped = pd.concat([scored, small]).groupby(["method", "level", "horizon"], sort=True)
    card = grouped.agg(
        mase=("mase", "mean"),
        rmsse=("rmsse", "mean"),
        coverage80_share=("coverage80_share", "mean"),
        n=("mase", "size"),
    )
    return card.reset_index()[COLUMNS]
