"""All forecasts of one day: the naive rules, the models and their combination, by quarter and kind of growth."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from modules.economy.dynamic_factor import FactorModel, NotConvergedError, estimated, growth_path
from modules.economy.growth import Target, as_growth, known_growth, on_the_year_before
from modules.economy.midas import averages_of
from modules.economy.naive_rules import RULES
from modules.economy.panel import Panel, Specification, panel_of, specify
from modules.economy.vintage_store import VintageStore

#: Quarters after that of the day to which forecasts reach.
HORIZON = 3
#: Models that learn from indicators; their equal-weight average is the combination. Where neither has an answer, the
#: rules in FALLBACK take their place.
MODELS = ("dfm", "midas")
FALLBACK = ("mean", "ar")
COMBINATION = "combination"
#: Quarters of growth without which nothing is forecast.
LEAST_QUARTERS = 20
#: Quarters after the last known one beyond which a target that stopped is not forecast any more.
MOST_STEPS = 8

FORECAST_COLUMNS = ["method", "growth", "made_on", "period_start", "horizon_quarters", "value"]
RUN_COLUMNS = ["made_on", "method", "state", "reason", "weight"]


@dataclass
class YearsModel:
    """What is decided once a year: indicators, their transformations and the factor model's parameters.

    `factor` is None where it could not be estimated, and `reason` says why.
    """

    specification: Specification
    factor: FactorModel | None
    reason: str = ""


@dataclass(frozen=True)
class Made:
    """The forecasts of a day (FORECAST_COLUMNS) and how each method fared (RUN_COLUMNS)."""

    forecasts: pd.DataFrame
    runs: pd.DataFrame


@dataclass
class _Paths:
    """Forecasts by method, in the target's own growth, and why a method has none."""

    values: dict[str, pd.Series] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def can_forecast(store: VintageStore, target: Target, day: date) -> bool:
    """Whether enough of the target was known on that day, and it had not stopped long before."""
    growth = known_growth(store, target, day).dropna()
    if len(growth) < LEAST_QUARTERS:
        return False
    return bool(0 < (pd.Period(pd.Timestamp(day), "Q") + HORIZON - growth.index[-1]).n <= MOST_STEPS)


def model_of(store: VintageStore, target: Target, growing: dict[str, bool], day: date) -> YearsModel:
    """The model that is made of what was known on that day."""
    specification = specify(store, target, growing, day)
    try:
        return YearsModel(specification, estimated(panel_of(specification, store, day), target.growth))
    except NotConvergedError as error:
        return YearsModel(specification, None, str(error))


def _naive(growth: pd.Series, quarters: pd.PeriodIndex, paths: _Paths) -> None:
    known = growth.to_numpy(dtype=np.float64)
    for method, rule in RULES.items():
        paths.values[method] = pd.Series(rule(known, len(quarters)), index=quarters)


def _modelled(model: YearsModel, panel: Panel, origin: pd.Period, quarters: pd.PeriodIndex, paths: _Paths) -> None:
    if model.factor is None:
        paths.reasons["dfm"] = model.reason
    else:
        paths.values["dfm"] = growth_path(model.factor, panel, quarters, model.specification.target)
    averages = averages_of(panel, origin, quarters)
    if averages.isna().any():
        paths.reasons["midas"] = "too few quarters that indicators and growth share"
    else:
        paths.values["midas"] = averages


def _combined(paths: _Paths) -> dict[str, float]:
    """Adds the combination and gives the weights of its members, which are equal."""
    members = [method for method in MODELS if method in paths.values] or list(FALLBACK)
    paths.values[COMBINATION] = pd.concat([paths.values[each] for each in members], axis=1).mean(axis=1)
    return dict.fromkeys(members, 1 / len(members))


def _rows(target: Target, known: pd.Series, paths: _Paths, made_on: date, origin: pd.Period) -> pd.DataFrame:
    """The forecasts of every method and kind of growth; no change of yearly growth is the last one known."""
    parts = []
    for growth in target.growths:
        for method, forecast in paths.values.items():
            if growth != target.growth and method == "no_change":
                last = float(on_the_year_before(known).iloc[-1])
                told = pd.Series(last, index=forecast.index)
            else:
                told = as_growth(pd.concat([known, forecast]), target, growth).loc[forecast.index[0] :]
            parts.append(pd.DataFrame({"method": method, "growth": growth, "quarter": told.index, "value": told.array}))
    rows = pd.concat(parts, ignore_index=True).dropna(subset="value")
    quarters = pd.PeriodIndex(rows.pop("quarter"))
    horizon = quarters.year * 4 + quarters.quarter - origin.year * 4 - origin.quarter
    rows = rows.assign(made_on=pd.Timestamp(made_on), period_start=quarters.start_time, horizon_quarters=horizon)
    return rows[FORECAST_COLUMNS]


def _runs(made_on: date, paths: _Paths, weights: dict[str, float]) -> pd.DataFrame:
    methods = [*RULES, *MODELS, COMBINATION]
    rows = [
        (pd.Timestamp(made_on), each, "made" if each in paths.values else "not_converged",
         paths.reasons.get(each, ""), weights.get(each, 0.0))
        for each in methods
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=RUN_COLUMNS)


def forecasts_of(store: VintageStore, target: Target, model: YearsModel, day: date) -> Made:
    """All forecasts by what was known on that day, on which `can_forecast` holds."""
    growth = known_growth(store, target, day)
    growth = growth.loc[: growth.last_valid_index()]
    origin = pd.Period(pd.Timestamp(day), "Q")
    quarters = pd.period_range(growth.index[-1] + 1, origin + HORIZON, freq="Q")
    paths = _Paths()
    _naive(growth, quarters, paths)
    _modelled(model, panel_of(model.specification, store, day), origin, quarters, paths)
    weights = _combined(paths)
    return Made(_rows(target, growth, paths, day, origin), _runs(day, paths, weights))
