"""What moved the combined forecast from one day of releases to the next: news by release, revisions apart.

The factor model's forecast is linear in what is known, so that it changes by the sum of each release's surprise times
its weight and of what revisions of older values brought (Banbura and Modugno 2014). The averages of regressions change
by what each of their indicators brought. Both count as they weigh in the combination. Where a new year brings another
model, its share stands by itself, and the parts add up to the whole change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from threadpoolctl import threadpool_limits

from modules.economy.back_test import Task, model_day
from modules.economy.dynamic_factor import FactorModel, growth_path
from modules.economy.forecasting import HORIZON, YearsModel, can_forecast
from modules.economy.growth import last_known
from modules.economy.midas import by_indicator
from modules.economy.news_of_averages import averages_parts
from modules.economy.news_of_factors import factor_parts
from modules.economy.news_parts import Part, of_no_series, same
from modules.economy.panel import Panel, panel_of
from modules.economy.vintage_store import VintageStore

NEWS_COLUMNS = ["made_on", "period_start", "kind", "source_id", "source_period", "expected", "observed", "impact"]
PATH_COLUMNS = ["made_on", "period_start", "value"]


@dataclass(frozen=True)
class News:
    """`impacts` (NEWS_COLUMNS): percentage points that each source moved the forecast of a quarter by, on that day.

    `kind` is release, revision (all series together) or model; `expected` and `observed` are in the unit of the
    indicator as the factor model sees it, and empty where it does not. `paths` (PATH_COLUMNS): the combined forecast
    after that day, in percent.
    """

    impacts: pd.DataFrame
    paths: pd.DataFrame


@dataclass
class _State:
    """What was known at the end of a day, and the forecasts made of it: by the factor model, and by indicator."""

    day: date
    made_of: YearsModel
    factor: FactorModel
    panel: Panel
    by_factor: pd.Series
    by_indicator: pd.DataFrame

    @property
    def origin(self) -> pd.Period:
        """The quarter of the day."""
        return pd.Period(pd.Timestamp(self.day), "Q")

    @property
    def has_averages(self) -> bool:
        """Whether the regressions have an answer for every quarter: then they are half of the combination."""
        return bool(self.by_indicator.mean().notna().all())

    @property
    def combined(self) -> pd.Series:
        """The combination's forecast by quarter."""
        return (self.by_factor + self.by_indicator.mean()) / 2 if self.has_averages else self.by_factor


def _state(store: VintageStore, made_of: YearsModel, day: date) -> _State | None:
    """The state at the end of that day; None without a factor model, or where nothing can be forecast."""
    target = made_of.specification.target
    if made_of.factor is None or not can_forecast(store, target, day):
        return None
    panel = panel_of(made_of.specification, store, day)
    origin = pd.Period(pd.Timestamp(day), "Q")
    quarters = pd.period_range(last_known(panel.growth) + 1, origin + HORIZON, freq="Q")
    by_factor = growth_path(made_of.factor, panel, quarters, target)
    return _State(day, made_of, made_of.factor, panel, by_factor, by_indicator(panel, origin, quarters))


def _weighed(parts: list[tuple[float, Part]]) -> list[Part]:
    """Parts of the combination: of the same source in one, each as it weighs. What moved nothing is left out."""
    found: dict[tuple[str, str, str], Part] = {}
    for weight, part in parts:
        key = (part.kind, part.source_id, part.source_period)
        impact = part.impact * weight + (found[key].impact if key in found else 0.0)
        found[key] = found.get(key, part)._replace(impact=impact)
    return [part for part in found.values() if part.kind == "release" or (part.impact != 0).any()]


def _moved(store: VintageStore, before: _State, after: _State) -> list[Part]:
    """The news of the later day, over the quarters that both days forecast."""
    target = after.made_of.specification.target
    quarters = pd.PeriodIndex(after.by_factor.index.intersection(before.by_factor.index))
    again: _State | None = before
    if before.made_of is not after.made_of:
        again = _state(store, after.made_of, before.day)
    if again is None or again.has_averages != after.has_averages:
        # Other methods than the day before: nothing that was released explains the change.
        return [of_no_series("model", (after.combined - before.combined)[quarters])]
    tables = (_averages_as_of(again, after.origin, quarters), after.by_indicator[quarters])
    weight = 0.5 if after.has_averages else 1.0
    base = again.by_factor[quarters] * weight
    if after.has_averages:
        base = base + tables[0].mean() / 2
    parts = [(1.0, of_no_series("model", base - before.combined[quarters]))]
    if not same(again.panel, after.panel):
        forecasts = (again.by_factor, after.by_factor)
        parts += [(weight, each) for each in factor_parts(after.factor, target, again.panel, after.panel, forecasts)]
        if after.has_averages:
            moved = averages_parts(target.series_id, again.panel, after.panel, after.origin, tables)
            parts += [(weight, each) for each in moved]
    return _weighed(parts)


def _averages_as_of(state: _State, origin: pd.Period, quarters: pd.PeriodIndex) -> pd.DataFrame:
    """The forecasts by indicator of that day as of another quarter, in which some are too old to say anything."""
    if state.origin == origin:
        return state.by_indicator[quarters]
    return by_indicator(state.panel, origin, quarters)


def _rows(day: date, parts: Sequence[Part]) -> pd.DataFrame:
    """The parts as NEWS_COLUMNS, one row a quarter."""
    rows = [
        (pd.Timestamp(day), quarter.start_time, part.kind, part.source_id, part.source_period, part.expected,
         part.observed, float(impact))
        for part in parts
        for quarter, impact in zip(pd.PeriodIndex(part.impact.index), part.impact, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=NEWS_COLUMNS)


def _path(state: _State) -> pd.DataFrame:
    told = state.combined
    starts = pd.PeriodIndex(told.index).start_time
    return pd.DataFrame({"made_on": pd.Timestamp(state.day), "period_start": starts, "value": told.array})


@threadpool_limits.wrap(limits=1, user_api="blas")
def news_of(task: Task, since: date) -> News:
    """The news of every day after `since` on which something was released, and the forecasts on the way.

    Forecasts are of the target's own growth, of quarters not published before the day; news of a quarter begin on the
    day after the first one that forecast it. Days of a year without a factor model that converged have none.
    """
    store = VintageStore(task.log)
    days = [pd.Timestamp(day).date() for day in store.days]
    begin = [day for day in days if day <= since][-1:]
    state: _State | None = None
    parts, paths = [], []
    for year, group in _by_year([*begin, *(day for day in days if day > since)]):
        # Every day of the year counts, so that the model is the same wherever the news begin.
        eve = model_day(store, task.target, [date(year, 1, 1), *(day for day in days if day.year == year)])
        if eve is None:
            continue
        made_of = task.model_of(store, eve)
        for day in group:
            after = _state(store, made_of, day)
            if after is not None and state is not None:
                parts.append(_rows(day, _moved(store, state, after)))
            if after is not None:
                paths.append(_path(after))
            state = after
    return News(_joined(parts, NEWS_COLUMNS), _joined(paths, PATH_COLUMNS))


def _by_year(days: Sequence[date]) -> list[tuple[int, list[date]]]:
    return [(year, [day for day in days if day.year == year]) for year in sorted({day.year for day in days})]


def _joined(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True)[columns] if full else pd.DataFrame(columns=columns)
