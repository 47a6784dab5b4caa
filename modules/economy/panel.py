"""The panel that a model sees on a day: indicators made stationary, without outliers, the ragged edge as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from modules.economy.growth import Target, is_seasonal, known_growth
from modules.economy.vintage_store import VintageStore

Transform = Literal["level", "difference", "growth", "growth_on_year"]
#: Years that a model learns from: long enough for several cycles, short enough for a changing economy.
YEARS = 30
#: Values without which an indicator is left out: five years.
LEAST_VALUES = {"M": 60, "Q": 20}
#: Months after the end of its newest period from which on an indicator counts as stopped.
STOPPED_MONTHS = 9
#: Values further from the median than so many interquartile ranges are drawn in (Stock and Watson 2012 use 10; the
#: pandemic's months lie beyond both, and the smaller bound keeps one month of retail sales from ruling a nowcast).
OUTLIER_RANGES = 5.0
#: A level returns to its mean where it keeps less than this of a deviation from one period to the next.
PERSISTENT = 0.95
#: Indicators that are the same thing twice: only the longer one is used.
SAME = 0.98


@dataclass(frozen=True)
class Indicator:
    """One indicator: how it is made stationary and between which values it is drawn in."""

    series_id: str
    frequency: str
    transform: Transform
    low: float
    high: float


@dataclass(frozen=True)
class Specification:
    """What a model is made of: decided on one day, kept for the year, so that news are news and not another model."""

    target: Target
    first_month: pd.Period
    indicators: tuple[Indicator, ...]
    seen_within: tuple[float, float]
    growth_within: tuple[float, float]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Panel:
    """`monthly` and `quarterly` frames (PeriodIndex M and Q, a column an indicator); `growth` is the target's own.

    The first column of `quarterly` is the target as the factor model sees it (`seen`), `drawn_in` its growth without
    outliers.
    """

    monthly: pd.DataFrame
    quarterly: pd.DataFrame
    growth: pd.Series
    drawn_in: pd.Series


def transformed(values: pd.Series, transform: Transform) -> pd.Series:
    """The indicator made stationary: percent where it is growth, else its unit; NaN where it is not known."""
    if transform == "level":
        return values
    if transform == "difference":
        return values.diff()
    logs = np.log(values.where(values > 0))
    year = 12 if values.index.freqstr.startswith("M") else 4  # type: ignore[attr-defined]
    return logs.diff(year if transform == "growth_on_year" else 1) * 100


def persistence(values: pd.Series) -> float:
    """The first autocorrelation of a level, by ranks: a pandemic's months must not decide it."""
    pairs = pd.DataFrame({"now": values, "before": values.shift(1)}).dropna().rank()
    return float(pairs["now"].corr(pairs["before"])) if len(pairs) > 2 and pairs["now"].std() else 1.0


def transform_of(values: pd.Series, is_growing: bool) -> Transform:
    """How that indicator is made stationary; `is_growing`: it is a level that is shown as growth."""
    if is_growing and values.min() > 0:
        return "growth_on_year" if is_seasonal(np.log(values).diff()) else "growth"
    if is_growing or persistence(values) > PERSISTENT:
        return "difference"
    return "level"


def _bounds(values: pd.Series) -> tuple[float, float]:
    low, middle, high = values.quantile([0.25, 0.5, 0.75])
    reach = OUTLIER_RANGES * (high - low)
    return float(middle - reach), float(middle + reach)


def seen(growth: pd.Series, target: Target) -> pd.Series:
    """The target as the factor model sees it: growth on the quarter before, or the change of growth on the year before.

    A quarterly series is to be the sum of monthly changes that Mariano and Murasawa (2003) weigh. Growth on the year
    before is none, and its change from quarter to quarter is one.
    """
    return growth if target.growth == "quarterly" else growth.diff()


def _why_not(values: pd.Series, frequency: str, day: date) -> str:
    """Why an indicator cannot be used on that day; empty where it can."""
    if frequency not in LEAST_VALUES:
        return "annual"
    if values.notna().sum() < LEAST_VALUES[frequency]:
        return "too few values"
    silent = (pd.Period(day, "M") - values.index[-1].asfreq("M", "end")).n
    if silent > STOPPED_MONTHS:
        return "stopped"
    return "" if values.std() else "constant"


def _indicator(store: VintageStore, key: str, is_growing: bool, first: pd.Period, day: date) -> Indicator | str:
    """The indicator as it can be used on that day, or why it cannot."""
    if key not in store.series_ids:
        return "not known yet"
    frequency = store.series(key).frequency
    known = store.known_on(key, day)
    recent = known[known.index.asfreq("M", "end") >= first] if len(known) else known  # type: ignore[attr-defined]
    if why := _why_not(recent, frequency, day):
        return why
    transform = transform_of(recent, is_growing)
    made = transformed(recent, transform)
    if not made.std():
        return "constant"
    low, high = _bounds(made)
    return Indicator(key, frequency, transform, low, high) if high > low else "constant"


def _twins(panel: pd.DataFrame) -> dict[str, str]:
    """Columns that say the same as a longer one: column -> that one."""
    length = panel.notna().sum().sort_values(ascending=False, kind="stable")
    same = panel.corr(min_periods=24).abs()
    twins: dict[str, str] = {}
    for place, key in enumerate(length.index):
        for longer in length.index[:place]:
            if longer not in twins and same.loc[key, longer] > SAME:
                twins[key] = longer
                break
    return twins


def specify(store: VintageStore, target: Target, growing: Mapping[str, bool], day: date) -> Specification:
    """What a model of that day is made of; `growing` has the indicators that may be used and which are levels."""
    first = pd.Period(day, "M") - YEARS * 12
    found: list[Indicator] = []
    left_out: list[tuple[str, str]] = []
    for key, is_growing in sorted(growing.items()):
        indicator = _indicator(store, key, is_growing, first, day)
        if isinstance(indicator, Indicator):
            found.append(indicator)
        else:
            left_out.append((key, indicator))
    growth = known_growth(store, target, day)
    recent = growth[growth.index >= first.asfreq("Q")]
    seen_within, within = (_bounds(each) if len(each) else (-np.inf, np.inf) for each in (seen(recent, target), recent))
    whole = Specification(target, first, tuple(found), seen_within, within, ())
    twins = _twins(panel_of(whole, store, day).monthly)
    left_out += [(key, f"same as {longer}") for key, longer in sorted(twins.items())]
    kept = tuple(each for each in found if each.series_id not in twins)
    return Specification(target, first, kept, seen_within, within, tuple(left_out))


def _frame(columns: list[tuple[pd.Series, tuple[float, float]]], index: pd.PeriodIndex) -> pd.DataFrame:
    """The columns on that index, each drawn in to its bounds; what lies outside of the index is left out."""
    values = np.full((len(index), len(columns)), np.nan)
    for place, (column, bounds) in enumerate(columns):
        if not len(column):
            continue
        begin = (column.index[0] - index[0]).n
        here, there = max(begin, 0), min(begin + len(column), len(index))
        if here < there:
            values[here:there, place] = np.clip(
                column.to_numpy(dtype=np.float64)[here - begin : there - begin], *bounds
            )
    return pd.DataFrame(values, index=index, columns=[column.name for column, _ in columns])


def panel_of(specification: Specification, store: VintageStore, day: date | np.datetime64) -> Panel:
    """The panel of that specification as it stood on that day; the target is the first column of `quarterly`."""
    first, target = specification.first_month, specification.target
    last = pd.Period(pd.Timestamp(day), "M")
    growth = known_growth(store, target, day)
    recent = growth[growth.index >= first.asfreq("Q")]
    shown = (seen(recent, target).rename(target.series_id), specification.seen_within)
    by_frequency: dict[str, list[tuple[pd.Series, tuple[float, float]]]] = {"M": [], "Q": [shown]}
    for each in specification.indicators:
        made = transformed(store.known_on(each.series_id, day), each.transform).rename(each.series_id)
        by_frequency[each.frequency].append((made, (each.low, each.high)))
    months = pd.period_range(first, last, freq="M")
    quarters = pd.period_range(first.asfreq("Q"), last.asfreq("Q"), freq="Q")
    return Panel(
        _frame(by_frequency["M"], months), _frame(by_frequency["Q"], quarters), growth,
        recent.clip(*specification.growth_within),
    )  # fmt: skip
