"""How the shares of what goes wrong move: a season, better and worse months, a drift, and districts that differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, exp, tau
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Day of the year on which a season is at its height (assumed: the heat of July, when offices are full).
_HEIGHT = 197
#: The year in which a drift is nothing.
_NEUTRAL_YEAR = 2026


def _luck(seed: int, month: int) -> float:
    """How far a month is from the usual, in standard deviations: the same in every run of that seed."""
    return float(np.random.default_rng([seed, month]).standard_normal())


@dataclass(frozen=True)
class Swing:
    """How one share moves. `season`, `month` and `yearly` are in logarithms of the share: the height of its season, the
    spread of its months, its drift a year; `district` is the spread between districts."""

    season: float
    month: float
    yearly: float
    district: float
    seed: int

    def on(self, day: date) -> float:
        """The factor of that day: each month's luck stands at its first day and passes into the next one's."""
        month = day.year * 12 + day.month - 1
        length = ((day.replace(day=1) + timedelta(days=32)).replace(day=1) - day.replace(day=1)).days
        passed = (day.day - 1) / length
        luck = (1 - passed) * _luck(self.seed, month) + passed * _luck(self.seed, month + 1)
        year_day = day.timetuple().tm_yday
        season = cos(tau * (year_day - _HEIGHT) / 365.25)
        drift = day.year + year_day / 366 - _NEUTRAL_YEAR
        return exp(self.season * season + self.month * luck + self.yearly * drift)

    def of_districts(self, count: int) -> NDArray[np.float32]:
        """The factor of each district, and 1 in the end for no district."""
        drawn = np.random.default_rng([self.seed, 0]).lognormal(0, self.district, count)
        return np.append(drawn, 1.0).astype(np.float32)


def read_swings(rules: dict[str, Any], seed: int) -> dict[str, Swing]:
    """The swings of a vocabulary's section by name, each with a stream of chance of its own."""
    return {name: Swing(**told, seed=seed * 100 + place) for place, (name, told) in enumerate(sorted(rules.items()))}
