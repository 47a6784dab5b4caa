"""Averages of small forecasts: one regression an indicator, horizon by horizon, on its newest months.

A pool of equally weighted regressions of mixed frequency (Andreou, Ghysels and Kourtellos 2013), each with the averages
of an indicator's newest months and of the three before instead of a polynomial of lags.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.economy.panel import Panel

#: Months of the newest average and of the one before it.
NEWEST, BEFORE = 2, 3
#: Quarters without which an indicator's regression is left out, and those that the forecast's mean is taken over.
LEAST_QUARTERS, MEAN_QUARTERS = 40, 60
#: Ridge penalty, as a share of the observations: a regressor of no use costs nothing.
PENALTY = 0.1
#: Months before the end of the origin's quarter beyond which an indicator is too old to say anything of it.
OLDEST_MONTHS = 8


def _averages(indicator: pd.Series, months: NDArray[np.int64]) -> NDArray[np.float64]:
    """The averages of the months that end with each of `months` (places in the indicator) and of those before them."""
    newest = indicator.rolling(NEWEST).mean().to_numpy()
    before = indicator.shift(NEWEST).rolling(BEFORE).mean().to_numpy()
    inside = (months >= 0) & (months < len(indicator))
    found = np.full((len(months), 2), np.nan)
    found[inside] = np.column_stack([newest, before])[months[inside]]
    return found


def _regressed(design: NDArray[np.float64], outcome: NDArray[np.float64], now: NDArray[np.float64]) -> float | None:
    """The ridge forecast at `now`, around the outcome's recent mean; None with too little to learn from."""
    known = ~np.isnan(design).any(axis=1) & ~np.isnan(outcome)
    if known.sum() < LEAST_QUARTERS or np.isnan(now).any():
        return None
    design, outcome = design[known], outcome[known]
    middle, spread = design.mean(axis=0), design.std(axis=0)
    if not spread.all():
        return None
    scaled = (design - middle) / spread
    penalty = PENALTY * len(outcome) * np.eye(design.shape[1])
    slopes = np.linalg.solve(scaled.T @ scaled + penalty, scaled.T @ (outcome - outcome.mean()))
    return float(outcome[-MEAN_QUARTERS:].mean() + ((now - middle) / spread) @ slopes)


def _one(indicator: pd.Series, growth: pd.Series, origin: pd.Period, steps: int, ahead: int) -> float | None:
    """One indicator's forecast of the quarter `ahead` of the origin, which is `steps` after the last one known."""
    age = (origin.asfreq("M", "end") - indicator.index[-1]).n
    if age > OLDEST_MONTHS:
        return None
    first = indicator.index[0]
    quarters = growth.index.append(pd.PeriodIndex([origin + ahead]))
    months = np.array([(quarter.asfreq("M", "end") - first).n for quarter in (quarters[0], quarters[-1])])
    places = np.arange(months[0], months[1] + 1, 3) - 3 * ahead - age
    lagged = growth.shift(steps).reindex(growth.index).to_numpy()
    own = np.append(lagged, growth.iloc[len(growth) - 1 - (steps - 1) + steps - 1])
    every = np.column_stack([_averages(indicator, places[: len(own) - 1]), own[:-1]])
    now = np.append(_averages(indicator, places[-1:])[0], own[-1])
    return _regressed(every, growth.to_numpy(), now)


def averages_of(panel: Panel, origin: pd.Period, quarters: pd.PeriodIndex) -> pd.Series:
    """The average forecast of those quarters, by quarter; NaN where no indicator has enough to say.

    `origin` is the quarter of the day on which it is made. The target and its indicators are those of the panel.
    """
    growth = panel.drawn_in.dropna()
    growth = growth.reindex(pd.period_range(growth.index[0], growth.index[-1], freq="Q"))
    last = growth.index[-1]
    known = [column.loc[: column.last_valid_index()] for _, column in panel.monthly.items() if column.notna().any()]
    made = {}
    for quarter in quarters:
        steps, ahead = (quarter - last).n, (quarter - origin).n
        values = [_one(indicator, growth, origin, steps, ahead) for indicator in known]
        told = [value for value in values if value is not None]
        made[quarter] = float(np.mean(told)) if told else np.nan
    return pd.Series(made, index=quarters, dtype=np.float64)
