"""The cycle behind a city's economy, its GDP by quarter and its indicators by month, before anybody measures them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from statsmodels.tsa.interp import dentonm

from modules.simulate.catalogue import read_vocabulary
from modules.simulate.facts import by_year, carried, facts_of, gdp, read_facts
from modules.simulate.run_plan import SHENZHEN_RESIDENTS, Plan

#: Quarters begin in 2002 so that a fifteen-year mean exists when the vintages begin; months begin in 2012.
FIRST_QUARTER, FIRST_MONTH = "2002Q1", "2012-01"
#: Persistence of the monthly cycle (assumed: half of a swing is left after eight months).
_PERSISTENCE = 0.92
_LEAD_ROOM = 6
#: Persistence of an indicator's own noise from month to month, where economy.toml names no other (assumed).
_OWN_PERSISTENCE = 0.6


@dataclass(frozen=True)
class Path:
    """One series as it truly is: values by period, and by year whether it adds up to published figures."""

    series_id: str
    name_en: str
    name_zh: str
    frequency: str
    unit: str
    role: str
    transform: str
    values: pd.Series
    release_day: int
    first_revision: float
    final_revision: float
    anchored_years: frozenset[int]
    area_id: str | None = None


def read_rules() -> dict[str, Any]:
    """Indicators and rates, from vocabulary/economy.toml; not to be changed."""
    return read_vocabulary("economy.toml")


def _cycle(plan: Plan) -> pd.Series:
    """The common cycle by month, standardised, with room at both ends for leads and lags."""
    first = pd.Period(FIRST_QUARTER).asfreq("M", "start") - _LEAD_ROOM
    months = pd.period_range(first, pd.Period(plan.until, "M") + _LEAD_ROOM, freq="M")
    shocks = plan.chooser("cycle").normal(0, np.sqrt(1 - _PERSISTENCE**2), len(months))
    values = np.empty(len(months))
    values[0] = shocks[0]
    for index in range(1, len(months)):
        values[index] = _PERSISTENCE * values[index - 1] + shocks[index]
    return pd.Series(values, index=months)


def _quarters(plan: Plan) -> pd.PeriodIndex:
    """Quarters that have ended by the last day."""
    now = pd.Period(plan.until, "Q")
    return pd.period_range(FIRST_QUARTER, now if now.end_time.date() <= plan.until else now - 1, freq="Q")


def _months(plan: Plan) -> pd.PeriodIndex:
    now = pd.Period(plan.until, "M")
    return pd.period_range(FIRST_MONTH, now if now.end_time.date() <= plan.until else now - 1, freq="M")


def _growth(plan: Plan, rules: dict[str, Any], cycle: pd.Series) -> pd.Series:
    """Real GDP growth on the same quarter of the year before, percent; years with a published figure average to it."""
    told, quarters = rules["gdp"], _quarters(plan)
    years = np.array([quarter.year + (quarter.quarter - 1) / 4 for quarter in quarters])
    fall = 0.5 ** ((years - 2002) / told["half_life_years"])
    trend = told["trend_last"] + (told["trend_first"] - told["trend_last"]) * fall
    swing = cycle.groupby(pd.PeriodIndex(cycle.index).asfreq("Q")).mean().reindex(quarters).to_numpy()
    noise = plan.chooser("gdp").normal(0, told["noise"], len(quarters))
    growth = trend + told["spread"] * swing + noise
    place = {str(quarter): index for index, quarter in enumerate(quarters)}
    for index, fallen in enumerate(told["pandemic"], start=1):
        # A year later the comparison is with the fall.
        for quarter, change in ((f"2020Q{index}", fallen), (f"2021Q{index}", -0.95 * fallen)):
            if quarter in place:
                growth[place[quarter]] += change
    for year, published in by_year(facts_of(plan), "gdp_growth").items():
        mine = quarters.year == year
        if mine.sum() == 4:
            growth[mine] += published - growth[mine].mean()
    return pd.Series(np.round(growth, 1), index=quarters)


def gdp_paths(plan: Plan, rules: dict[str, Any], cycle: pd.Series) -> list[Path]:
    """Growth (the target) and nominal GDP by quarter (the level): quarters of a year add up to the year's GDP."""
    told = rules["gdp"]
    growth = _growth(plan, rules, cycle)
    quarters = _quarters(plan)
    volume = list(told["season"])
    for quarter in range(len(volume), len(quarters)):
        volume.append(volume[quarter - 4] * (1 + growth.iloc[quarter] / 100))
    annual = [gdp(plan, year) for year in range(quarters[0].year, plan.first_until.year)]
    level = pd.Series(dentonm(np.array(volume), np.array(annual), "aq"), index=quarters)
    facts = facts_of(plan)
    anchored = frozenset(by_year(facts, "gdp"))
    day = told["release_day"]
    return [
        Path(
            "gdp_growth", "Real GDP, year on year", "地区生产总值同比（不变价）", "Q", "percent", "target", "none",
            growth, day, told["first_revision"], told["final_revision"], frozenset(by_year(facts, "gdp_growth")),
        ),
        Path(
            "gdp", "GDP at current prices", "地区生产总值（现价）", "Q", _money(plan), "level", "yoy", level.round(2),
            day, 0.002, 0.006, anchored,
        ),
    ]  # fmt: skip


def _money(plan: Plan) -> str:
    return "100 million yuan" if plan.city.currency == "CNY" else f"100 million {plan.city.currency}"


def _swings(
    cycle: pd.Series, months: pd.PeriodIndex, loading: float, lead: int, noise: float, persistence: float,
    chooser: Generator,
) -> NDArray[np.float64]:  # fmt: skip
    """Standardised path of an indicator that leads the cycle by so many months, with persistent noise of its own."""
    led = cycle.reindex(months + lead).to_numpy()
    own = np.empty(len(months))
    own[0] = chooser.normal()
    for index in range(1, len(months)):
        own[index] = persistence * own[index - 1] + np.sqrt(1 - persistence**2) * chooser.normal()
    return np.asarray(loading * led + noise * own)


def _season(key: str, rules: dict[str, Any], chooser: Generator) -> NDArray[np.float64]:
    """Logarithm of each calendar month beside an average one; a stock has hardly any season."""
    if key in rules["season"]:
        return np.log(rules["season"][key])
    season = chooser.normal(0, 0.05, 12)
    if key in rules["stocks"]:
        return np.asarray(season * 0.08)
    # Spring Festival falls into January or February: February is short of days and of work.
    season[1] -= 0.12
    season[11] += 0.06
    return season


def _anchored(values: pd.Series, known: dict[int, float], is_stock: bool, whole: int) -> pd.Series:
    """The path scaled so that each published year adds up (a stock: ends) at its figure, without steps in between.

    Flows of the first `whole` years by Denton's proportional method, which leaves the movement from month to month.
    """
    first = values.index[0].year
    if is_stock:
        at = [12 * (year - first) + 11 for year in known]
        ratio = [np.log(known[year] / values.iloc[place]) for year, place in zip(known, at, strict=True)]
        return values * np.exp(np.interp(np.arange(len(values)), at, ratio))
    sums = {first + place: float(values.iloc[12 * place : 12 * place + 12].sum()) for place in range(whole)}
    ratios = {year: known[year] / sums[year] for year in known}
    annual = np.array([total * carried(ratios, year, 0.0) for year, total in sums.items()])
    return pd.Series(dentonm(values.to_numpy(), annual, "other", k=12), index=values.index)


def indicator_paths(plan: Plan, rules: dict[str, Any], cycle: pd.Series) -> list[Path]:
    """The monthly indicators; levels are Shenzhen's published or assumed ones, scaled by residents elsewhere."""
    facts, months = facts_of(plan), _months(plan)
    shenzhen = read_facts()["shenzhen"]
    made = []
    for key, (en, zh, unit, mean, spread, loading, lead, noise, day, revision) in rules["growth"].items():
        chooser = plan.chooser(f"indicator/{key}")
        persistence = rules["persistence"].get(key, _OWN_PERSISTENCE)
        swing = _swings(cycle, months, loading, lead, noise, persistence, chooser)
        values = pd.Series(mean + spread * swing, index=months)
        digits = 2 if unit == "ratio" else 1
        made.append(
            Path(
                key, en, zh, "M", unit, "indicator", "none", values.round(digits), day, revision, revision, frozenset()
            )
        )
    for key, (en, zh, unit, mean, spread, loading, lead, noise, day, revision, anchor) in rules["level"].items():
        chooser = plan.chooser(f"indicator/{key}")
        swing = _swings(cycle, months, loading, lead, noise, _OWN_PERSISTENCE, chooser)
        season = _season(key, rules, plan.chooser(f"season/{key}"))
        yearly = np.log1p((mean + spread * swing) / 100)
        values = pd.Series(np.exp(np.cumsum(yearly / 12) + (season - season.mean())[months.month - 1]), index=months)
        known = by_year(facts, anchor) if isinstance(anchor, str) else {}
        known = {year: value for year, value in known.items() if year in set(months.year)}
        assumed = by_year(shenzhen, anchor)[2024] if isinstance(anchor, str) else float(anchor)
        target = known or {2024: assumed * plan.residents / SHENZHEN_RESIDENTS}
        whole = plan.first_until.year - months[0].year
        values = _anchored(values, dict(sorted(target.items())), key in rules["stocks"], whole)
        unit = unit.replace("100 million yuan", _money(plan))
        share = revision / 100
        made.append(
            Path(key, en, zh, "M", unit, "indicator", "yoy", values.round(2), day, share, share, frozenset(known))
        )
    return made


def annual_paths(plan: Plan, quarters: list[Path]) -> list[Path]:
    """The published figures of GDP as they stand, later years as their quarters say; none for a city without any."""
    facts, made = facts_of(plan), []
    growth, level = (path.values for path in quarters)
    for key, name_en, name_zh, unit, later in (
        ("gdp", "GDP of the year, as published", "全年地区生产总值（公布值）", _money(plan),
         level.groupby(pd.PeriodIndex(level.index).year).sum()),
        ("gdp_growth", "Real GDP growth of the year, as published", "全年地区生产总值增速（公布值）", "percent",
         growth.groupby(pd.PeriodIndex(growth.index).year).mean()),
    ):  # fmt: skip
        known = {year: value for year, value in by_year(facts, key).items() if year < plan.last_whole_day.year}
        if known:
            told = known | {year: later[year] for year in range(max(known) + 1, plan.last_whole_day.year)}
            index = pd.PeriodIndex([str(year) for year in told], freq="Y")
            values = pd.Series(list(told.values()), index=index)
            transform = "none" if unit == "percent" else "yoy"
            years = frozenset(known)
            made.append(
                Path(f"{key}_annual", name_en, name_zh, "A", unit, "indicator", transform, values, 30, 0.0, 0.0, years)
            )
    return made


def make_paths(plan: Plan) -> list[Path]:
    """Every series of the city as it truly is."""
    rules = read_rules()
    cycle = _cycle(plan)
    quarters = gdp_paths(plan, rules, cycle)
    return [*quarters, *annual_paths(plan, quarters), *indicator_paths(plan, rules, cycle)]
