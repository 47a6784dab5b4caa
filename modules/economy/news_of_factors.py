"""What moved the factor model's forecast between two days of one model."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.economy.dynamic_factor import FactorModel, as_levels, expected, values_of
from modules.economy.growth import Target, last_known
from modules.economy.news_parts import Part, of_no_series, revised
from modules.economy.panel import Panel

Values = NDArray[np.float64]


def _seen(model: FactorModel, told: Values, start: int, quarters: pd.PeriodIndex) -> pd.Series:
    """The target of those quarters out of what is expected from the row `start` on."""
    rows = [(quarter.asfreq("M", "end") - model.first_month).n - start for quarter in quarters]
    mean, spread = (each[model.target_column] for each in model.scale)
    return pd.Series(told[rows, model.target_column] * spread + mean + model.towards, index=quarters)


def factor_parts(
    model: FactorModel, target: Target, before: Panel, after: Panel, forecasts: tuple[pd.Series, pd.Series]
) -> list[Part]:
    """The parts of the change from the first of `forecasts` to the second, over the quarters that both have.

    They add up to it. A release's part is its surprise times its weight (Banbura and Modugno 2014): what the forecast
    loses where the released value is as it was expected.
    """
    quarters = pd.PeriodIndex(forecasts[0].index.intersection(forecasts[1].index))
    without = revised(before, after)
    unknown = pd.period_range(last_known(without.growth) + 1, quarters[-1], freq="Q")
    last = max(quarters[-1], pd.PeriodIndex(after.monthly.index)[-1].asfreq("Q"))
    old, new = (values_of(model, panel, last) for panel in (without, after))
    released = np.argwhere(~np.isnan(new) & np.isnan(old))
    first_of_target = (unknown[0].asfreq("M", "end") - model.first_month).n
    start = int(min([first_of_target, *released[:, 0]]))
    likely = expected(model, old, start)
    again = as_levels(_seen(model, likely, start, unknown), without, target)
    parts = [of_no_series("revision", (again - forecasts[0])[quarters])]
    if not len(released):
        return parts
    whole = (forecasts[1] - again)[quarters]
    moved = [whole]
    if len(released) > 1:
        apart = [_moved(model, new, (row, column, likely[row - start, column]), unknown) for row, column in released]
        moved = [(each if target.growth == "quarterly" else each.cumsum())[quarters] for each in apart]
    own = [place for place, (_, column) in enumerate(released) if column == model.target_column]
    if own:
        # Growth itself is told as it is, however far out, and the model sees it drawn in.
        moved[own[-1]] = moved[own[-1]] + (whole - pd.concat(moved, axis=1).sum(axis=1))
    mean, spread = model.scale
    for (row, column), impact in zip(released, moved, strict=True):
        likely_then, came = (
            float(each * spread[column] + mean[column]) for each in (likely[row - start, column], new[row, column])
        )
        month = str(model.first_month + row)
        parts.append(Part("release", model.series_ids[column], month, likely_then, came, impact))
    return parts


def _moved(model: FactorModel, new: Values, release: tuple[int, int, float], quarters: pd.PeriodIndex) -> pd.Series:
    """What a release (its row, column and the value that was expected) moves the target of those quarters by."""
    first = (quarters[0].asfreq("M", "end") - model.first_month).n
    row, column, likely = release
    changed = new.copy()
    changed[row, column] = likely
    told, without = (_seen(model, expected(model, values, first), first, quarters) for values in (new, changed))
    return told - without
