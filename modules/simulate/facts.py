"""Published figures of a city that its simulation is anchored in, and what is assumed where none are known."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from modules.simulate.run_plan import Plan

_FACTS = Path(__file__).with_name("facts.toml")
#: Currency units in a yi (100 million) and in the ten thousand that Chinese budgets are stated in.
YI = 100_000_000
WAN = 10_000
#: GDP a resident where nothing is published, in currency units (assumed: about China's average of 2021).
_GDP_A_RESIDENT = 80_000
#: Growth of nominal GDP and of the budget after the last published year (assumed).
_NOMINAL_GROWTH = 0.05
_BUDGET_GROWTH = 0.02
#: General public budget beside GDP where not published: Shenzhen's own ratios of 2024, from its bulletin.
_REVENUE_SHARE = 3914.18 / 36801.87
_EXPENDITURE_TO_REVENUE = 4700.87 / 3914.18


@cache
def read_facts() -> dict[str, Any]:
    """The published figures by city, from facts.toml; not to be changed."""
    return tomllib.loads(_FACTS.read_text("utf-8"))


def facts_of(plan: Plan) -> dict[str, Any]:
    """The published figures of the plan's city (see facts.toml); empty for a city without any."""
    return dict(read_facts().get(plan.city.key, {}))


def by_year(told: dict[str, Any], name: str) -> dict[int, float]:
    """The published values of one figure by year; empty where none are."""
    return {int(year): float(value) for year, value in told.get(name, {}).items()}


def carried(known: dict[int, float], year: int, growth: float) -> float:
    """The value of a year: published, geometric between two published years, or carried on at `growth` a year."""
    if year in known:
        return known[year]
    before, after = [each for each in known if each < year], [each for each in known if each > year]
    if before and after:
        first, last = max(before), min(after)
        return float(known[first] * (known[last] / known[first]) ** ((year - first) / (last - first)))
    if before:
        return float(known[max(before)] * (1 + growth) ** (year - max(before)))
    return float(known[min(after)] * (1 + growth) ** (year - min(after)))


def gdp(plan: Plan, year: int) -> float:
    """Nominal GDP of a year in yi: published or derived from published years; else assumed by residents."""
    known = by_year(facts_of(plan), "gdp") or {2021: plan.residents * _GDP_A_RESIDENT / YI}
    return carried(known, year, _NOMINAL_GROWTH)


def revenue(plan: Plan, year: int) -> float:
    """General public budget revenue of a year in yi; where not published, Shenzhen's share of GDP."""
    known = by_year(facts_of(plan), "fiscal_revenue")
    return carried(known, year, _BUDGET_GROWTH) if known else gdp(plan, year) * _REVENUE_SHARE


def expenditure(plan: Plan, year: int) -> float:
    """General public budget expenditure of a year in yi; where not published, Shenzhen's ratio to revenue."""
    known = by_year(facts_of(plan), "fiscal_expenditure")
    return carried(known, year, _BUDGET_GROWTH) if known else revenue(plan, year) * _EXPENDITURE_TO_REVENUE
