"""How good the forecast would have been: a rolling back-test beside two rules that need no method.

`seasonal_naive` repeats the last known week, `weekday_mean` the mean of each weekday over eight weeks. Errors are
scaled by those of the seasonal naive rule inside the known days, so that services of any size can be averaged: MASE
(Hyndman and Koehler 2006, Another look at measures of forecast accuracy) and its square counterpart RMSSE (the M5
competition's).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.services.daily_counts import HORIZON_DAYS
from modules.services.day_kinds import DayKinds
from modules.services.demand import Floats
from modules.services.forecast import METHOD, forecast_series

#: Origins of the back-test, four weeks apart; before the first of them at least so many days must be known.
ORIGINS = 4
LEAST_KNOWN_DAYS = 182
#: Days ahead that are scored together.
HORIZONS = {"1-7": slice(0, 7), "8-28": slice(7, 28), "1-28": slice(0, 28)}
#: A service asked for less often than this a day is scored as a small one too.
SMALL_SERVICE_A_DAY = 1.0
COLUMNS = ["method", "level", "horizon", "mase", "rmsse", "coverage80_share", "n"]


@dataclass(frozen=True)
class Series:
    """The series of one level with what `demand.smooth` needs; `counts` is (days, series)."""

    counts: Floats
    group: NDArray[np.int64]
    rhythm: NDArray[np.int64]
    half_life: float


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


def _until(kinds: DayKinds, days: int) -> DayKinds:
    return replace(kinds, slot=kinds.slot[:days], special=kinds.special[:days])


def _back_test(level: str, series: Series, kinds: DayKinds, origin: int) -> pd.DataFrame:
    """The scores of every method on one level from one origin; `small` marks series asked for rarely."""
    known, seen = series.counts[:origin], series.counts[origin : origin + HORIZON_DAYS]
    ahead = _until(kinds, origin + HORIZON_DAYS)
    told = forecast_series(known, ahead, series.group, series.rhythm, series.half_life)
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


def score_forecasts(levels: Mapping[str, Series], kinds: DayKinds, origins: int = ORIGINS) -> pd.DataFrame:
    """The contract's table `forecast_scores`: a row a method, level and horizon.

    `levels` names the series, all of the same days, which `kinds` covers. Services below SMALL_SERVICE_A_DAY are scored
    once more as `small_service`. Empty where fewer days are known than one origin needs.
    """
    tested = []
    for level, series in levels.items():
        last = len(series.counts) - HORIZON_DAYS
        for origin in range(last, max(last - HORIZON_DAYS * origins, LEAST_KNOWN_DAYS - 1), -HORIZON_DAYS):
            tested.append(_back_test(level, series, kinds, origin))
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
