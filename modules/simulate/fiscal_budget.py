"""The budget, its execution, revenue, balances and projects of a city; money in the ten thousand of Chinese budgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.reading.periods import fiscal_year_of, months_back
from modules.simulate.catalogue import read_vocabulary
from modules.simulate.facts import WAN, YI, expenditure, revenue
from modules.simulate.run_plan import Plan

#: Fiscal years before the one in which the first records end.
_YEARS_BEFORE = 3
STAGES = ("approved", "adjusted", "executed")


@dataclass(frozen=True)
class Departments:
    """Departments that spend: codes, English names, functions and shares of the budget, one entry each."""

    code: tuple[str, ...]
    name: tuple[str, ...]
    function: tuple[str, ...]
    share: NDArray[np.float64]


def read_rules() -> dict[str, Any]:
    """The shares and words of the domain, from vocabulary/fiscal.toml; not to be changed."""
    return read_vocabulary("fiscal.toml")


def read_departments(rules: dict[str, Any]) -> Departments:
    """The forty departments of the budget, those with services under the same code as in the catalogue."""
    named = read_vocabulary("departments.toml")
    rows = [
        (named[key]["code"], named[key]["en"], function, share)
        for key, (share, function) in rules["departments"].items()
    ]
    rows += [
        (code, name, function, share) for code, name, share, function in rules["departments_without_services"].values()
    ]
    code, name, function, share = zip(*rows, strict=True)
    return Departments(code, name, function, np.array(share) / sum(share))


def years_of(plan: Plan) -> list[int]:
    """The fiscal years that are drawn, each by the year in which it ends."""
    return list(range(fiscal_year(plan, plan.first_until) - _YEARS_BEFORE, fiscal_year(plan, plan.until) + 1))


def fiscal_year(plan: Plan, day: date) -> int:
    """The city's fiscal year of a day."""
    return fiscal_year_of(day, plan.city.fiscal_year_starts_month)


def months_of_year(plan: Plan, year: int) -> list[date]:
    """First days of the twelve months of a fiscal year."""
    starts = plan.city.fiscal_year_starts_month
    first = date(year - (starts > 1), starts, 1)
    return [months_back(first, -place) for place in range(12)]


def _known_year(plan: Plan) -> int:
    """The fiscal year of the last whole day, which is not over; the budgets of later ones are not adopted yet."""
    return fiscal_year(plan, plan.last_whole_day)


def complete_months(plan: Plan) -> list[date]:
    """First days of the months of those years that have ended by the last whole day."""
    months = [month for year in years_of(plan) for month in months_of_year(plan, year)]
    return [
        month
        for month in months
        if (month + timedelta(days=32)).replace(day=1) <= plan.last_whole_day + timedelta(days=1)
    ]


@dataclass(frozen=True)
class Budget:
    """Amounts in ten thousand by stage: `lines` has (stage, year, department, economic class); `rush` is planted."""

    lines: NDArray[np.float64]
    rush: tuple[int, ...]


def make_budget(plan: Plan, rules: dict[str, Any], departments: Departments) -> Budget:
    """Approved, adjusted and executed amounts; the executed ones add up to the year's expenditure (see facts.py)."""
    chooser = plan.chooser("budget")
    economic = np.array([share for _, share in rules["economic"].values()])
    mix = chooser.dirichlet(economic / economic.sum() * 25, len(departments.code))
    spent = np.array([expenditure(plan, year) for year in years_of(plan)]) * YI / WAN
    total = spent / rules["execution"]["executed"]
    drift = np.cumsum(chooser.normal(0, 0.04, (len(total), len(departments.code))), axis=0)
    share = departments.share * np.exp(drift)
    approved = total[:, None, None] * (share / share.sum(axis=1, keepdims=True))[:, :, None] * mix
    told = rules["execution"]
    adjusted = approved * chooser.lognormal(0, told["adjusted_spread"], approved.shape)
    executed = adjusted * np.clip(chooser.normal(told["executed"], told["executed_spread"], approved.shape), 0.5, 1.0)
    executed = _adding_up_to(spent, executed, adjusted)
    rush = chooser.choice(len(departments.code), told["rush_departments"], replace=False)
    return Budget(np.stack([approved, adjusted, executed]), tuple(int(each) for each in sorted(rush)))


def _adding_up_to(
    total: NDArray[np.float64], amounts: NDArray[np.float64], most: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The amounts of each year changed to add up to its total; none above its most, as no line is overspent."""
    missing = total - amounts.sum(axis=(1, 2))
    # What is missing comes out of what lines have left; what is too much, from all lines alike.
    room = most - amounts
    added = room * np.clip(missing / room.sum(axis=(1, 2)), 0, 1)[:, None, None]
    less = np.minimum(1.0, total / amounts.sum(axis=(1, 2)))[:, None, None]
    return np.asarray((amounts + added) * less)


def budget_table(plan: Plan, rules: dict[str, Any], departments: Departments, budget: Budget) -> pd.DataFrame:
    """The raw budget items of more than nothing; a year that is not over has no executed stage."""
    economic = [(code, name) for code, (name, _) in rules["economic"].items()]
    rows = [
        (
            year,
            departments.code[department],
            departments.name[department],
            departments.function[department],
            economic[item][0],
            economic[item][1],
            stage,
            round(float(budget.lines[step, place, department, item]), 2),
        )
        for step, stage in enumerate(STAGES)
        for place, year in enumerate(years_of(plan))
        for department in range(len(departments.code))
        for item in range(len(economic))
        if year < _known_year(plan) or (year == _known_year(plan) and stage != "executed")
    ]
    columns = ["year", "dept_code", "dept_name", "function", "econ_code", "econ_name", "stage", "amount_10k"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame[frame["amount_10k"] > 0].reset_index(drop=True)


def month_profiles(rules: dict[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of a fiscal year's months: of a department as usual, and of one that leaves much to the last month."""
    told = rules["execution"]
    usual = np.array(told["months"])
    return usual, np.append(usual[:-1] / usual[:-1].sum() * (1 - told["rush_december"]), told["rush_december"])


def execution_table(plan: Plan, rules: dict[str, Any], departments: Departments, budget: Budget) -> pd.DataFrame:
    """The raw monthly execution by department beside the adjusted budget of the year.

    What is committed by the end of a month is what was spent and a share of what the year still spends (assumed). A
    year's money goes out sooner or later than another's in all departments at once: transfers come early or late.
    """
    chooser, bound, pace = (plan.chooser(each) for each in ("execution", "commitments", "execution_pace"))
    low, high = rules["execution"]["committed_of_rest"]
    usual, late = month_profiles(rules)
    rows = []
    for place, year in enumerate(years_of(plan)):
        sooner = np.exp(pace.normal(0, rules["execution"]["tilt_spread"]) * np.linspace(0.5, -0.5, 12))
        for department in range(len(departments.code)):
            profile = (late if department in budget.rush else usual) * sooner * chooser.lognormal(0, 0.08, 12)
            spent = budget.lines[2, place, department].sum() * profile / profile.sum()
            adjusted = float(budget.lines[1, place, department].sum())
            months = zip(months_of_year(plan, year), spent, strict=True)
            so_far, whole = np.cumsum(spent), spent.sum()
            committed = so_far + (whole - so_far) * bound.uniform(low, high)
            rows += [
                (f"{month:%Y%m}", year, department, adjusted, float(amount), float(committed[place_in_year]))
                for place_in_year, (month, amount) in enumerate(months)
            ]
    names = ["period", "year", "department", "annual_budget_10k", "month_spend_10k", "committed_10k"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame[frame["period"].isin([f"{month:%Y%m}" for month in complete_months(plan)])].round(2)
    frame.insert(1, "dept_code", np.array(departments.code)[frame["department"]])
    frame.insert(2, "dept_name", np.array(departments.name)[frame["department"]])
    return frame.drop(columns="department").sort_values(["period", "dept_code"], ignore_index=True)


def revenue_table(plan: Plan, rules: dict[str, Any]) -> pd.DataFrame:
    """The raw monthly revenue; the general public budget of a year adds up to its revenue (see facts.py)."""
    chooser = plan.chooser("revenue")
    shape = rules["revenue_shape"]
    ended = set(complete_months(plan))
    rows = []
    for year in years_of(plan):
        total = revenue(plan, year) * YI / WAN
        general = np.array([share for _, share in rules["revenue"].values()])
        general = general * chooser.lognormal(0, 0.03, len(general))
        beside = np.array([share for _, share in rules["revenue_beside"].values()]) * chooser.lognormal(0, 0.15, 4)
        amounts = total * np.append(general / general.sum(), beside)
        named = [*rules["revenue"].items(), *rules["revenue_beside"].items()]
        for (name, (kind, _)), amount in zip(named, amounts, strict=True):
            profile = np.array(shape["months"]) * chooser.lognormal(0, shape["month_spread"], 12)
            planned = (
                amount * np.array(shape["months"]) / sum(shape["months"]) * chooser.lognormal(0, shape["surprise"])
            )
            received = amount * profile / profile.sum()
            rows += [
                (f"{month:%Y%m}", year, kind, name, float(planned[place]),
                 float(received[place]) if month in ended else None)
                for place, month in enumerate(months_of_year(plan, year))
            ]  # fmt: skip
    columns = ["period", "year", "kind", "source", "plan_10k", "received_10k"]
    frame = pd.DataFrame(rows, columns=columns).round(2)
    return frame[frame["year"] <= _known_year(plan)].sort_values(["period", "source"], ignore_index=True)


def _yearly_revenue_at(plan: Plan, month: date) -> float:
    """A year's revenue (yi) at the pace of a month: between the middles of two years, so that no January is a step."""
    after = (month.month - 6.5) / 12
    other = revenue(plan, month.year + (1 if after > 0 else -1))
    return revenue(plan, month.year) * (1 - abs(after)) + other * abs(after)


def balance_table(plan: Plan, rules: dict[str, Any]) -> pd.DataFrame:
    """The raw stocks at the end of each month."""
    chooser = plan.chooser("balances")
    rows = []
    for name, (share, drift) in rules["balances"].items():
        walk = np.cumsum(chooser.normal(0, 0.012, 12 * len(years_of(plan))))
        for place, month in enumerate(complete_months(plan)):
            # A limit is set once a year and does not wander.
            yearly = name == "debt_limit"
            size = revenue(plan, fiscal_year(plan, month)) if yearly else _yearly_revenue_at(plan, month)
            level = size * YI / WAN * share * (1 + drift) ** (place // 12 if yearly else place / 12)
            rows.append((f"{month:%Y%m}", name, round(level * (1.0 if yearly else float(np.exp(walk[place]))), 2)))
    return pd.DataFrame(rows, columns=["period", "stock", "amount_10k"])


def project_table(plan: Plan, rules: dict[str, Any]) -> pd.DataFrame:
    """The raw projects with a district, spread as residents are with a seeded lean (assumed)."""
    chooser = plan.chooser("projects")
    told, districts = rules["projects"], plan.districts
    size = max(120, round(told["of_shenzhen"] * plan.scale))
    lean = districts.residents * chooser.lognormal(0, 0.3, len(districts))
    newest = fiscal_year(plan, plan.until)
    years = np.arange(fiscal_year(plan, plan.first_until) - told["years"] + 1, newest + 1)
    size = round(size * len(years) / told["years"])
    district = chooser.choice(len(districts), size, p=lean / lean.sum())
    year = chooser.choice(years, size)
    raw = chooser.lognormal(0, 1.1, size)
    budget = np.array([expenditure(plan, int(each)) for each in year]) * YI / WAN * told["share_of_budget"]
    yearly = pd.Series(raw).groupby(year).transform("sum").to_numpy()
    category = chooser.integers(0, len(told["categories"]), size)
    streets = read_vocabulary("food_safety.toml")["names"]["streets"]
    work, street = chooser.integers(0, len(told["works"]), size), chooser.integers(0, len(streets), size)
    frame = pd.DataFrame(
        {
            "project_code": [f"XM{number:06d}" for number in range(1, size + 1)],
            "year": year,
            "category": np.array(told["categories"])[category],
            "work": [f"{told['works'][w]}, {streets[s]}" for w, s in zip(work, street, strict=True)],
            "district_code": np.array(districts.ids)[district],
            "cost_10k": np.round(raw / yearly * budget, 2),
        }
    )
    return frame[frame["year"] <= _known_year(plan)].reset_index(drop=True)
