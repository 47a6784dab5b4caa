"""What moved the factor model's forecast from one day of releases to the next: news by release, revisions apart.

The forecast is linear in what is known, so that it changes by the sum of each release's surprise times its weight and
of what revisions of older values brought (Banbura and Modugno 2014; statsmodels `news`). Where a new year brings a new
model, its share stands by itself, and the parts add up to the whole change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from modules.economy.back_test import Task, model_day
from modules.economy.dynamic_factor import FactorModel, applied, growth_path
from modules.economy.forecasting import HORIZON, YearsModel, can_forecast, model_of
from modules.economy.panel import Panel, panel_of
from modules.economy.vintage_store import VintageStore

NEWS_COLUMNS = ["made_on", "period_start", "kind", "source_id", "source_period", "expected", "observed", "impact"]
#: What stands in the place of a month where a row is of no single one.
ALL = "all"
PATH_COLUMNS = ["made_on", "period_start", "value"]


@dataclass(frozen=True)
class News:
    """`impacts` (NEWS_COLUMNS): percentage points that each source moved the forecast of a quarter by, on that day.

    `kind` is release, revision (all series together) or model; `expected` and `observed` are in the unit of the
    indicator as the model sees it. `paths` (PATH_COLUMNS): the forecast after that day, in percent.
    """

    impacts: pd.DataFrame
    paths: pd.DataFrame


@dataclass
class _State:
    """The model as it stood at the end of a day."""

    day: date
    made_of: YearsModel
    panel: Panel
    model: FactorModel


def _quarters(state: _State) -> pd.PeriodIndex:
    """The quarters that are forecast on that day."""
    return pd.period_range(
        state.panel.growth.index[-1] + 1, pd.Period(pd.Timestamp(state.day), "Q") + HORIZON, freq="Q"
    )


def _state(store: VintageStore, made_of: YearsModel, day: date) -> _State | None:
    if made_of.factor is None or not can_forecast(store, made_of.specification.target, day):
        return None
    panel = panel_of(made_of.specification, store, day)
    return _State(day, made_of, panel, applied(made_of.factor, panel))


def _same(one: Panel, other: Panel) -> bool:
    """Whether two panels tell the same: then nothing is news. Months that are empty in both do not count."""
    return all(
        left.dropna(how="all").equals(right.dropna(how="all"))
        for left, right in ((one.monthly, other.monthly), (one.quarterly, other.quarterly))
    )


def between(before: _State, after: _State, quarters: pd.PeriodIndex) -> pd.DataFrame:
    """What moved the forecasts of those quarters between two days of one model: NEWS_COLUMNS without `made_on`."""
    rows: list[tuple[object, ...]] = []
    if not _same(before.panel, after.panel):
        ends = [quarter.asfreq("M", "end") for quarter in (quarters[0], quarters[-1])]
        news = after.model.results.news(
            before.model.results, start=ends[0], end=ends[1], impacted_variable=after.model.target,
            comparison_type="previous",
        )  # fmt: skip
        wanted = {quarter.asfreq("M", "end"): quarter.start_time for quarter in quarters}
        for (month, target, period, source), row in news.details_by_impact.iterrows():
            if target == after.model.target and month in wanted:
                told = (row["forecast (prev)"], row["observed"], row["impact"])
                rows.append((wanted[month], "release", source, str(period), *map(float, told)))
        for month, impact in news.revision_impacts[after.model.target].items():
            # It is no number where nothing was revised.
            if month in wanted and np.isfinite(impact) and impact:
                rows.append((wanted[month], "revision", "revision", ALL, np.nan, np.nan, float(impact)))
    return pd.DataFrame(rows, columns=NEWS_COLUMNS[1:])


def _of_levels(news: pd.DataFrame, before: _State, after: _State, quarters: pd.PeriodIndex) -> pd.DataFrame:
    """News of changes of growth as news of growth: what moves the change of a quarter moves all quarters after it.

    What was revised in the last known growth moves every one of them too.
    """
    starts = quarters.start_time
    told = news.groupby(["kind", "source_id", "source_period"], dropna=False, sort=False)
    parts = []
    for (kind, source, period), rows in told:
        by_quarter = rows.set_index("period_start")["impact"].reindex(_quarters(before).start_time, fill_value=0.0)
        first = rows.iloc[0]
        parts += [
            (start, kind, source, period, first["expected"], first["observed"], impact)
            for start, impact in by_quarter.cumsum().items()
            if start in starts
        ]
    last = before.panel.growth.dropna().index[-1]
    revised = float(after.panel.growth[last] - before.panel.growth[last])
    frame = pd.DataFrame(parts, columns=NEWS_COLUMNS[1:])
    if revised:
        more = [(start, "revision", "revision", ALL, np.nan, np.nan, revised) for start in starts]
        frame = pd.concat([frame, pd.DataFrame(more, columns=NEWS_COLUMNS[1:])], ignore_index=True)
    keys = ["period_start", "kind", "source_id", "source_period"]
    summed = frame.groupby(keys, as_index=False, sort=False).agg(
        expected=("expected", "first"), observed=("observed", "first"), impact=("impact", "sum")
    )
    return summed[NEWS_COLUMNS[1:]]


def _by_another_model(before: _State, again: _State, quarters: pd.PeriodIndex) -> pd.DataFrame:
    """What another model of the same day's values changed."""
    target = before.made_of.specification.target
    old, new = (growth_path(each.model, each.panel, _quarters(each), target)[quarters] for each in (before, again))
    apart = (new - old).to_numpy(dtype=np.float64)
    rows = [
        (start, "model", "model", ALL, np.nan, np.nan, float(impact))
        for start, impact in zip(quarters.start_time, apart, strict=True)
    ]
    return pd.DataFrame(rows, columns=NEWS_COLUMNS[1:])


def _paths(state: _State) -> pd.DataFrame:
    quarters = _quarters(state)
    values = growth_path(state.model, state.panel, quarters, state.made_of.specification.target)
    return pd.DataFrame(
        {"made_on": pd.Timestamp(state.day), "period_start": quarters.start_time, "value": values.array}
    )


def news_of(task: Task, since: date) -> News:
    """The news of every day after `since` on which something was released, and the forecasts on the way.

    Forecasts are of the target's own growth, of quarters not published before the day; news of a quarter begin on the
    day after the first one that forecast it. Days of a year without a model that converged have none.
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
        made_of = model_of(store, task.target, task.growing, eve)
        for day in group:
            after = _state(store, made_of, day)
            if after is not None and state is not None:
                parts.append(_moved(store, state, after))
            if after is not None:
                paths.append(_paths(after))
            state = after
    return News(_joined(parts, NEWS_COLUMNS), _joined(paths, PATH_COLUMNS))


def _by_year(days: Sequence[date]) -> list[tuple[int, list[date]]]:
    return [(year, [day for day in days if day.year == year]) for year in sorted({day.year for day in days})]


def _joined(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True)[columns] if full else pd.DataFrame(columns=columns)


def _moved(store: VintageStore, before: _State, after: _State) -> pd.DataFrame:
    """The news of the later day, over quarters that both days forecast."""
    quarters = _quarters(after).intersection(_quarters(before))
    if not len(quarters):
        return pd.DataFrame(columns=NEWS_COLUMNS)
    parts = []
    if before.made_of is not after.made_of:
        again = _state(store, after.made_of, before.day)
        if again is None:
            return pd.DataFrame(columns=NEWS_COLUMNS)
        parts.append(_by_another_model(before, again, quarters))
        before = again
    if after.made_of.specification.target.growth == "quarterly":
        parts.append(between(before, after, quarters))
    else:
        parts.append(_of_levels(between(before, after, _quarters(before)), before, after, quarters))
    return _joined(parts, NEWS_COLUMNS[1:]).assign(made_on=pd.Timestamp(after.day))
