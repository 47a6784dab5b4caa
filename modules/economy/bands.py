"""How sure a forecast is: quantiles of the errors that its method had made by the day, and of no later ones.

Errors are pooled by method, kind of growth, quarters ahead and month of the quarter, since more is known in its last
month than in its first. Levels are conformal ranks (Vovk, Gammerman and Shafer 2005): of n past errors the k-th
smallest is the quantile of k / (n + 1), so that bands of few errors are not too narrow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Past errors without which there is no band: the outer tenths of fewer than 20 hold less than two errors each.
LEAST_ERRORS = 20
QUANTILES = {"low90": 0.05, "low80": 0.1, "low50": 0.25, "high50": 0.75, "high80": 0.9, "high90": 0.95}
#: What errors are pooled by.
KEY = ["method", "growth", "horizon_quarters", "month_of_quarter"]


def month_of_quarter(days: pd.Series) -> pd.Series:
    """1, 2 or 3."""
    return (days.dt.month - 1) % 3 + 1


def with_outcomes(forecasts: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Forecasts whose outcome is known: `outcome`, `known_on` and `error` (outcome - value, percentage points)."""
    scored = forecasts.merge(outcomes, on=["growth", "period_start"])
    scored = scored[scored["known_on"] > scored["made_on"]]
    return scored.assign(error=scored["outcome"] - scored["value"])


class PastErrors:
    """What was known of the errors on any day."""

    def __init__(self, scored: pd.DataFrame) -> None:
        """`scored` has the columns of `with_outcomes`."""
        ordered = scored.assign(month_of_quarter=month_of_quarter(scored["made_on"])).sort_values(
            ["known_on", "made_on", "period_start"]
        )
        self._pools: dict[Any, tuple[NDArray[np.datetime64], NDArray[np.float64]]] = {
            key: (group["known_on"].to_numpy(dtype="datetime64[s]"), group["error"].to_numpy(dtype=np.float64))
            for names in (KEY, KEY[:3])
            for key, group in ordered.groupby(names)
        }

    def known(self, key: tuple[str, str, int, int], day: pd.Timestamp) -> NDArray[np.float64]:
        """The errors (percentage points) of that KEY known by that day.

        Where fewer than LEAST_ERRORS were, those of all months of the quarter; empty where these are too few as well.
        """
        for name in (key, key[:3]):
            known_on, errors = self._pools.get(name, (np.array([], dtype="datetime64[s]"), np.array([])))
            count = int(np.searchsorted(known_on, pd.Timestamp(day).to_numpy(), side="right"))
            if count >= LEAST_ERRORS:
                return errors[:count]
        return np.array([])

    def of_rows(self, forecasts: pd.DataFrame) -> list[NDArray[np.float64]]:
        """The errors known by the day of each forecast."""
        months = month_of_quarter(forecasts["made_on"])
        names = (forecasts["method"], forecasts["growth"], forecasts["horizon_quarters"], months, forecasts["made_on"])
        return [self.known((m, g, int(h), int(p)), day) for m, g, h, p, day in zip(*names, strict=True)]


def with_bands(forecasts: pd.DataFrame, past: PastErrors) -> pd.DataFrame:
    """The forecasts with `low50`, `high50`, ..., `high90`; empty where fewer than LEAST_ERRORS errors were known."""
    bands = np.full((len(forecasts), len(QUANTILES)), np.nan)
    values = forecasts["value"].to_numpy(dtype=np.float64)
    for row, known in enumerate(past.of_rows(forecasts)):
        if len(known):
            bands[row] = values[row] + np.quantile(known, list(QUANTILES.values()), method="weibull")
    return forecasts.assign(**{name: bands[:, column] for column, name in enumerate(QUANTILES)})
