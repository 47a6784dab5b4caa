"""The cycle behind a city's economy, its GDP by quarter and its indicators by month, before anybody measures them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.simulate.catalogue import read_vocabulary
from modules.simulate.facts import by_year, carried, facts_of, gdp, read_facts
from modules.simulate.run_plan import SHENZHEN_RESIDENTS, Plan

#: Quarters begin in 2002 so that a fifteen-year mean exists when the vintages begin; months begin in 2012.
FIRST_QUARTER, FIRST_MONTH = "2002Q1", "2012-01"
#: Persistence of the monthly cycle (assumed: half of a swing is left after eight months).
_PERSISTENCE = 0.92
_LEAD_ROOM = 6


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
    season = np.array(told["season"])[quarters.quarter - 1]
    annual = {year: gdp(plan, year) for year in sorted(set(quarters.year))}
    level = pd.Series([annual[year] for year in quarters.year], index=quarters) * season
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


def _swings(cycle: pd.Series, months: pd.PeriodIndex, loading: float, lead: int, noise: float, chooser: Any) -> Any:
    """Standardised path of an indicator that leads the cycle by so many months, with persistent noise of its own."""
    led = cycle.reindex(months + lead).to_numpy()
    own = np.empty(len(months))
    own[0] = chooser.normal()
    for index in range(1, len(months)):
        own[index] = 0.6 * own[index - 1] + 0.8 * chooser.normal()
    return loading * led + noise * own


def _compounded(swing: NDArray[np.float64], mean: float, spread: float, months: pd.PeriodIndex, chooser: Any) -> Any:
    """A level around 1 that grows by mean + spread x swing percent a year, with a season."""
    yearly = np.log1p((mean + spread * swing) / 100)
    season = chooser.normal(0, 0.05, 12)
    # Spring Festival falls into January or February: February is short of days and of work.
    season[1] -= 0.12
    season[11] += 0.06
    return np.exp(np.cumsum(yearly / 12) + (season - season.mean())[months.month - 1])


def _anchored(values: pd.Series, years: list[int], known: dict[int, float], is_stock: bool) -> pd.Series:
    """The path scaled so that each published year adds up (a stock: ends) at its figure, in between smoothly."""
    reached = {year: (values[f"{year}-12"] if is_stock else values[str(year)].sum()) for year in known}
    ratio = {year: known[year] / reached[year] for year in known}
    return values * [carried(ratio, year, 0.0) for year in years]


def indicator_paths(plan: Plan, rules: dict[str, Any], cycle: pd.Series) -> list[Path]:
    """The monthly indicators; levels are Shenzhen's published or assumed ones, scaled by residents elsewhere."""
    facts, months = facts_of(plan), _months(plan)
    shenzhen = read_facts()["shenzhen"]
    made = []
    for key, (en, zh, unit, mean, spread, loading, lead, noise, day, revision) in rules["growth"].items():
        chooser = plan.chooser(f"indicator/{key}")
        values = pd.Series(mean + spread * _swings(cycle, months, loading, lead, noise, chooser), index=months)
        digits = 2 if unit == "ratio" else 1
        made.append(
            Path(
                key, en, zh, "M", unit, "indicator", "none", values.round(digits), day, revision, revision, frozenset()
            )
        )
    for key, (en, zh, unit, mean, spread, loading, lead, noise, day, revision, anchor) in rules["level"].items():
        chooser = plan.chooser(f"indicator/{key}")
        swing = _swings(cycle, months, loading, lead, noise, chooser)
        values = pd.Series(_compounded(swing, mean, spread, months, chooser), index=months)
        known = by_year(facts, anchor) if isinstance(anchor, str) else {}
        known = {year: value for year, value in known.items() if year in set(months.year)}
        assumed = by_year(shenzhen, anchor)[2024] if isinstance(anchor, str) else float(anchor)
        target = known or {2024: assumed * plan.residents / SHENZHEN_RESIDENTS}
        values = _anchored(values, months.year.tolist(), target, key in ("deposits", "loans"))
        unit = unit.replace("100 million yuan", _money(plan))
        share = revision / 100
        made.append(
            Path(key, en, zh, "M", unit, "indicator", "yoy", values.round(2), day, share, share, frozenset(known))
        )
    return made


def annual_paths(plan: Plan) -> list[Path]:
    """The published figures of GDP as they stand; none for a city without any."""
    facts, made = facts_of(plan), []
    for key, name_en, name_zh, unit in (
        ("gdp", "GDP of the year, as published", "全年地区生产总值（公布值）", _money(plan)),
        ("gdp_growth", "Real GDP growth of the year, as published", "全年地区生产总值增速（公布值）", "percent"),
    ):
        known = {year: value for year, value in by_year(facts, key).items() if year < plan.last_whole_day.year}
        if known:
            index = pd.PeriodIndex([str(year) for year in known], freq="Y")
            values = pd.Series(list(known.values()), index=index)
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
    return [*gdp_paths(plan, rules, cycle), *annual_paths(plan), *indicator_paths(plan, rules, cycle)]
