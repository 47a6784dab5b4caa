"""Growth of the target as it stood on a day: quarter on quarter at an annual rate, and on the year before; percent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from modules.economy.vintage_store import VintageStore

#: How growth is stated: annualised growth on the quarter before, or growth on the same quarter of the year before.
Growth = Literal["quarterly", "year_on_year"]
#: A quarter's growth is held to be seasonal where quarters of the year explain so much of its variance.
SEASONAL_SHARE = 0.4
_SEASONAL_YEARS = 5


@dataclass(frozen=True)
class Target:
    """What is forecast. `series_id` names it on the page; `source_id` is the series that growth is reckoned from.

    `is_level`: the source is a level (an index or volume) and growth follows from it; else it states `growth` itself,
    where `of_quarter` a quarter's, which is put at an annual rate.
    """

    series_id: str
    source_id: str
    is_level: bool
    growth: Growth
    of_quarter: bool = False

    @property
    def growths(self) -> tuple[Growth, ...]:
        """What can be said of it: of quarterly growth follows that on the year before, and not the other way."""
        return ("quarterly", "year_on_year") if self.growth == "quarterly" else ("year_on_year",)


def annualised(level: pd.Series) -> pd.Series:
    """Percent growth on the quarter before at an annual rate; NaN where either quarter is unknown or not positive."""
    positive = level.where(level > 0)
    return ((positive / positive.shift(1)) ** 4 - 1) * 100


def on_the_year_before(quarterly: pd.Series) -> pd.Series:
    """Percent growth on the year before, of four quarters' annualised growth; NaN where one of them is unknown."""
    return (np.exp(np.log1p(quarterly / 100).rolling(4).mean()) - 1) * 100


def is_seasonal(change: pd.Series) -> bool:
    """Whether months or quarters of the year explain much of the variance of a change from period to period."""
    known = change.dropna()
    part = known.index.month if known.index.freqstr.startswith("M") else known.index.quarter  # type: ignore[attr-defined]
    seasons = len(np.unique(part))
    if len(known) < _SEASONAL_YEARS * seasons or not known.var():
        return False
    within = known.groupby(part).transform("mean")
    freedom = (len(known) - 1) / (len(known) - seasons)
    return bool(1 - freedom * ((known - within) ** 2).mean() / known.var(ddof=0) > SEASONAL_SHARE)


def known_growth(store: VintageStore, target: Target, day: date | np.datetime64) -> pd.Series:
    """The target's growth by quarter as it stood on that day, as `target.growth` says; NaN is a gap."""
    told = store.known_on(target.source_id, day)
    if not target.is_level:
        return ((1 + told / 100) ** 4 - 1) * 100 if target.of_quarter else told
    if target.growth == "quarterly":
        return annualised(told).iloc[1:]
    positive = told.where(told > 0)
    return ((positive / positive.shift(4) - 1) * 100).iloc[4:]


def last_known(growth: pd.Series) -> pd.Period:
    """The last period with a value; IndexError where none has one."""
    return pd.PeriodIndex(growth.dropna().index)[-1]


def as_growth(path: pd.Series, target: Target, growth: Growth) -> pd.Series:
    """Growth of that kind of a series of the target's growth (known quarters and those forecast after them)."""
    return path if growth == target.growth else on_the_year_before(path)
