"""The naive rules that every forecast of growth has to beat: the past's mean, AR(1), no change.

`growth` ends with a known quarter; NaN before it is a gap.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Growth = NDArray[np.float64]
Rule = Callable[[Growth, int], Growth]

#: Quarters of the mean, as in the Philadelphia Fed's comparisons of its survey with a 15-year mean.
MEAN_QUARTERS = 60
#: Quarters that the autoregression learns from: 25 years, long enough for its slope, short enough for a changing trend.
AR_QUARTERS = 100


def mean(growth: Growth, steps: int) -> Growth:
    """The mean of the last fifteen years for each of the next `steps` quarters, in the unit of `growth`."""
    return np.full(steps, np.nanmean(growth[-MEAN_QUARTERS:]))


def ar(growth: Growth, steps: int) -> Growth:
    """AR(1) by least squares on the last 25 years, iterated `steps` quarters ahead, in the unit of `growth`."""
    learnt = growth[-AR_QUARTERS:]
    now, before = learnt[1:], learnt[:-1]
    told = ~np.isnan(now) & ~np.isnan(before)
    design = np.column_stack([np.ones(told.sum()), before[told]])
    constant, slope = np.linalg.lstsq(design, now[told], rcond=None)[0]
    path = np.empty(steps)
    value = growth[-1]
    for step in range(steps):
        value = constant + slope * value
        path[step] = value
    return path


def no_change(growth: Growth, steps: int) -> Growth:
    """The last known growth for each of the next `steps` quarters."""
    return np.full(steps, growth[-1])


RULES: dict[str, Rule] = {"mean": mean, "ar": ar, "no_change": no_change}
