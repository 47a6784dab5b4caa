"""Averages of small forecasts: one regression an indicator, horizon by horizon, on its newest months.

A pool of equally weighted regressions of mixed frequency (Andreou, Ghysels and Kourtellos 2013), each with the averages
of an indicator's newest months and of the three before instead of a polynomial of lags.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.economy.panel import Panel

Values = NDArray[np.float64]

#: Months of the newest average and of the one before it.
NEWEST, BEFORE = 2, 3
#: Quarters without which an indicator's regression is left out, and those that the forecast's mean is taken over.
LEAST_QUARTERS, MEAN_QUARTERS = 40, 60
#: Ridge penalty, as a share of the observations: a regressor of no use costs nothing.
PENALTY = 0.1
#: Months before the end of the origin's quarter beyond which an indicator is too old to say anything of it.
OLDEST_MONTHS = 8


@dataclass(frozen=True)
class _Indicator:
    """An indicator from its first month on: the newest average and the one before it by month, a row each."""

    first_month: pd.Period
    last_month: pd.Period
    averages: Values


def _indicator(column: pd.Series) -> _Indicator | None:
    """The averages of an indicator; None where it has no month with both."""
    values = column.to_numpy(dtype=np.float64)
    known = np.flatnonzero(~np.isnan(values))
    if not len(known) or known[-1] + 1 < NEWEST + BEFORE:
        return None
    values = values[: known[-1] + 1]
    averages = np.full((len(values), 2), np.nan)
    averages[NEWEST - 1 :, 0] = np.convolve(values, np.full(NEWEST, 1 / NEWEST), "valid")
    before = np.convolve(values, np.full(BEFORE, 1 / BEFORE), "valid")
    averages[NEWEST + BEFORE - 1 :, 1] = before[: len(values) - NEWEST - BEFORE + 1]
    return _Indicator(column.index[0], column.index[known[-1]], averages)


def _regressed(design: Values, outcome: Values, now: Values) -> float:
    """The ridge forecast at `now`, around the outcome's recent mean; NaN with too little to learn from."""
    known = ~np.isnan(design).any(axis=1) & ~np.isnan(outcome)
    if known.sum() < LEAST_QUARTERS or np.isnan(now).any():
        return np.nan
    design, outcome = design[known], outcome[known]
    middle, spread = design.mean(axis=0), design.std(axis=0)
    if not spread.all():
        return np.nan
    scaled = (design - middle) / spread
    penalty = PENALTY * len(outcome) * np.eye(design.shape[1])
    slopes = np.linalg.solve(scaled.T @ scaled + penalty, scaled.T @ (outcome - outcome.mean()))
    return float(outcome[-MEAN_QUARTERS:].mean() + ((now - middle) / spread) @ slopes)


def _one(indicator: _Indicator, growth: pd.Series, quarter: pd.Period) -> float:
    """One indicator's forecast of a quarter after the last one known, as far from its newest month as that is now."""
    outcome = growth.to_numpy(dtype=np.float64)
    steps = (quarter - growth.index[-1]).n
    to_last = (growth.index[-1].asfreq("M", "end") - indicator.last_month).n + 3 * steps
    newest_of_last = (growth.index[-1].asfreq("M", "end") - indicator.first_month).n - to_last
    months = newest_of_last - 3 * np.arange(len(outcome) - 1, -1, -1)
    inside = (months >= 0) & (months < len(indicator.averages))
    design = np.full((len(outcome), 3), np.nan)
    design[inside, :2] = indicator.averages[months[inside]]
    design[steps:, 2] = outcome[: len(outcome) - steps]
    return _regressed(design, outcome, np.append(indicator.averages[-1], outcome[-1]))


def by_indicator(
    panel: Panel, origin: pd.Period, quarters: pd.PeriodIndex, only: Collection[str] | None = None
) -> pd.DataFrame:
    """Each monthly indicator's forecast (a row) of those quarters (a column each); NaN where it has none.

    `origin` is the quarter of the day on which it is made. `only` names the indicators that are asked.
    """
    growth = panel.drawn_in.dropna()
    growth = growth.reindex(pd.period_range(growth.index[0], growth.index[-1], freq="Q"))
    names = [str(name) for name in panel.monthly.columns if only is None or name in only]
    found = pd.DataFrame(np.nan, index=names, columns=quarters, dtype=np.float64)
    for name in names:
        indicator = _indicator(panel.monthly[name])
        if indicator is not None and (origin.asfreq("M", "end") - indicator.last_month).n <= OLDEST_MONTHS:
            found.loc[name] = [_one(indicator, growth, quarter) for quarter in quarters]
    return found


def averages_of(panel: Panel, origin: pd.Period, quarters: pd.PeriodIndex) -> pd.Series:
    """The average of the forecasts of `by_indicator`, by quarter; NaN where no indicator has enough to say."""
    return by_indicator(panel, origin, quarters).mean()
