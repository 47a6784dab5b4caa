"""Forecasts as they could have been made on the day: only what a vintage knew, intervals from errors known by then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.economy.naive_rules import MEAN_QUARTERS, RULES, Rule
from modules.sources import alfred

LEVEL, TARGET = "GDPC1", "A191RL1Q225SBEA"
#: Quarters ahead of the last one known. Five, so that four quarters after the current one are covered at any vintage.
STEPS = 5
#: The outcome that a forecast is scored against is the value held 75 days after a quarter's first release: that is the
#: third release (it comes about two months after the first), before the next quarter's first release may revise it.
#: It agrees with the Philadelphia Fed's table of third releases within 0.002 points for 1998Q4-2025Q2.
THIRD_RELEASE_DAYS = 75
#: Past errors without which there is no interval: the outer tenths of fewer than 20 hold less than two errors each.
LEAST_ERRORS = 20
QUANTILES = {"low80": 0.1, "low50": 0.25, "high50": 0.75, "high80": 0.9}


class Vintage(NamedTuple):
    """Real GDP growth (percent, quarter on quarter, annualised) by quarter start, as known on one day."""

    day: date
    growth: pd.Series

    @property
    def last(self) -> pd.Period:
        """The newest quarter known."""
        return pd.Period(self.growth.index[-1], "Q")


def annualised_growth(level: pd.DataFrame) -> pd.DataFrame:
    """Percent growth on the quarter before, at an annual rate, by quarter start; NaN where either is unknown."""
    quarters = pd.date_range(level.index.min(), level.index.max(), freq="QS")
    complete = level.reindex(quarters)
    return ((complete / complete.shift(1)) ** 4 - 1) * 100


def growth_vintages(log: pd.DataFrame) -> list[Vintage]:
    """Growth at every vintage of the GDP level that knew at least as many quarters as the mean needs."""
    return _vintages(annualised_growth(alfred.all_vintages(log, LEVEL)))


def stated_vintages(log: pd.DataFrame, series_id: str) -> list[Vintage]:
    """Growth as the publisher stated it at every vintage that knew at least as many quarters as the mean needs."""
    return _vintages(alfred.all_vintages(log, series_id))


def _vintages(growth: pd.DataFrame) -> list[Vintage]:
    """The columns, one a vintage, that know enough quarters for the mean."""
    told = (Vintage(pd.Timestamp(day).date(), growth[day].dropna()) for day in growth.columns)
    return [vintage for vintage in told if len(vintage.growth) >= MEAN_QUARTERS]


def point_forecasts(vintages: list[Vintage], rules: Mapping[str, Rule] = RULES) -> pd.DataFrame:
    """One row a method, vintage and quarter: `method`, `made_on`, `period_start`, `step`, `horizon_quarters`, `value`.

    `step` counts from the last quarter known (1 is the next), `horizon_quarters` from the quarter of the vintage: -1 is
    a quarter that has ended and is not published yet. `value` is percent.
    """
    rows = []
    for vintage in vintages:
        now = pd.Period(vintage.day, "Q")
        known = vintage.growth.to_numpy(dtype=np.float64)
        for method, rule in rules.items():
            for step, value in enumerate(rule(known, STEPS), start=1):
                quarter = vintage.last + step
                rows.append(
                    (method, pd.Timestamp(vintage.day), quarter.start_time, step, (quarter - now).n, float(value))
                )
    columns = ["method", "made_on", "period_start", "step", "horizon_quarters", "value"]
    return pd.DataFrame(rows, columns=columns)


def outcomes(vintages: list[Vintage]) -> pd.DataFrame:
    """Third releases: `outcome` (percent) and `known_on` by `period_start`, of quarters first published by a vintage.

    A quarter that the first vintage already knew, or whose third release is not due yet, is left out.
    """
    first: dict[pd.Timestamp, date] = {}
    third: dict[pd.Timestamp, float] = {}
    for vintage in vintages:
        for quarter, growth in vintage.growth.iloc[-8:].items():
            start = pd.Timestamp(quarter)  # type: ignore[arg-type]
            due = first.setdefault(start, vintage.day) + timedelta(days=THIRD_RELEASE_DAYS)
            if vintage.day <= due:
                third[start] = float(growth)
    rows = []
    for start, day in first.items():
        known_on = day + timedelta(days=THIRD_RELEASE_DAYS)
        if vintages[0].day < day and known_on <= vintages[-1].day:
            rows.append((start, third[start], pd.Timestamp(known_on)))
    return pd.DataFrame(rows, columns=["period_start", "outcome", "known_on"])


def scored_forecasts(points: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """One forecast a method, quarter of origin and horizon, with `outcome`, `known_on` and `error` (outcome - value).

    Of the vintages of a quarter the first one that knew the quarter before counts: where professional forecasters stand
    when the Survey of Professional Forecasters asks them.
    """
    current = points[points["horizon_quarters"] == points["step"] - 1]
    origin = current["made_on"].dt.to_period("Q").rename("origin")
    first = current.sort_values("made_on").groupby(["method", origin, "horizon_quarters"], as_index=False).first()
    scored = first.merge(told, on="period_start")
    return scored.assign(error=scored["outcome"] - scored["value"])


class PastErrors:
    """What was known of a method's errors on any day, by method and quarters after the last one known."""

    def __init__(self, scored: pd.DataFrame) -> None:
        ordered = scored.sort_values("known_on")
        self._pools: dict[Any, tuple[NDArray[np.datetime64], NDArray[np.float64]]] = {
            key: (group["known_on"].to_numpy(), group["error"].to_numpy(dtype=np.float64))
            for key, group in ordered.groupby(["method", "step"])
        }

    def known(self, method: str, step: int, day: pd.Timestamp) -> NDArray[np.float64]:
        """The errors (percentage points) known by that day; empty while there are fewer than LEAST_ERRORS."""
        if (method, step) not in self._pools:
            return np.array([])
        known_on, errors = self._pools[(method, step)]
        count = int(np.searchsorted(known_on, day.to_datetime64(), side="right"))
        return errors[: count if count >= LEAST_ERRORS else 0]


def with_intervals(points: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """The forecasts with `low50`, `high50`, `low80`, `high80`: quantiles of the method's errors known by `made_on`.

    Empty where fewer than 20 errors of that method, that many quarters after the last known one, were known.
    """
    past = PastErrors(scored)
    bands = np.full((len(points), len(QUANTILES)), np.nan)
    asked = zip(points["method"], points["step"], points["made_on"], points["value"], strict=True)
    for row, (method, step, made_on, value) in enumerate(asked):
        known = past.known(method, step, made_on)
        if len(known):
            bands[row] = value + np.quantile(known, list(QUANTILES.values()))
    return points.assign(**{name: bands[:, column] for column, name in enumerate(QUANTILES)})
