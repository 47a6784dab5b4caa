"""What pays for a department's budget: every amount of it divided among funds, whose amounts add up to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from modules.simulate.fiscal_budget import Departments, month_profiles
from modules.simulate.run_plan import Plan

#: How alike the departments' mixtures are: the sum of a Dirichlet distribution's parameters (assumed).
_ALIKE = 40.0
#: How far a fund is spent earlier or later than its department's others: the widest slope over half a year (assumed).
_PACE = 0.1
_DEPARTMENT = ["dept_code", "dept_name"]


def fund_shares(plan: Plan, rules: dict[str, Any], departments: Departments) -> pd.DataFrame:
    """`dept_code`, `fund`, `fund_group`, `share` of the department's budget, `pace`; the same in all years.

    A fund of a `pace` above 0 is spent later in the year than the department's others, below 0 earlier.
    """
    funds = rules["funds"]
    usual = np.array([share for share, _ in funds.values()])
    drawn = plan.chooser("funds").dirichlet(usual / usual.sum() * _ALIKE, len(departments.code))
    names, groups = list(funds), [group for _, group in funds.values()]
    pace = plan.chooser("fund_pace").uniform(-_PACE, _PACE, drawn.shape)
    return pd.DataFrame({
        "dept_code": np.repeat(departments.code, len(names)), "fund": names * len(departments.code),
        "fund_group": groups * len(departments.code), "share": drawn.ravel(), "pace": pace.ravel(),
    })  # fmt: skip


def fund_budget_table(items: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """The raw approved budgets by department and fund; of `items` (budget_table) the lines that were approved."""
    approved = items[items["stage"] == "approved"]
    whole = approved.groupby(["year", *_DEPARTMENT], as_index=False)[["amount_10k"]].sum()
    return _divided(whole, shares, "amount_10k").drop(columns="pace")


def fund_execution_table(execution: pd.DataFrame, shares: pd.DataFrame, rules: dict[str, Any]) -> pd.DataFrame:
    """The raw monthly execution by department and fund; `execution` is that by department (execution_table).

    Each fund is spent at its own pace: over a year it comes near its share of what the department spends. Committed is
    what was spent of it, and its share of what the department has committed beyond.
    """
    year = ["dept_code", "year"]
    whole = execution.assign(place=execution.groupby(year).cumcount())
    whole["beyond"] = whole["committed_10k"] - whole.groupby(year)["month_spend_10k"].cumsum()
    usual, _ = month_profiles(rules)
    middle = float((usual * np.arange(12)).sum() / usual.sum())
    rows = _divided(whole, shares, "annual_budget_10k")
    paced = shares.merge(pd.DataFrame({"place": range(12)}), how="cross")
    paced["share"] *= np.exp(paced["pace"] * (paced["place"] - middle) / 6)
    paced["share"] /= paced.groupby(["dept_code", "place"])["share"].transform("sum")
    for amount, parts in (("month_spend_10k", paced), ("beyond", shares)):
        rows[amount] = _divided(whole, parts, amount)[amount]
    rows["committed_10k"] = (rows.groupby([*year, "fund"])["month_spend_10k"].cumsum() + rows["beyond"]).round(2)
    return rows.drop(columns=["fund_group", "pace", "place", "beyond"])


def _divided(whole: pd.DataFrame, shares: pd.DataFrame, amount: str) -> pd.DataFrame:
    """Each row once a fund, in the order of both. Amounts are cents of ten thousand; the last has what rounding leaves.

    `shares` are of a department, or of a department and a month of its year (`place`).
    """
    by = [column for column in ("dept_code", "place") if column in shares and column in whole]
    keyed = whole.round({amount: 2}).assign(row=range(len(whole)))
    rows = keyed.merge(shares, on=by)
    last = ~rows.duplicated("row", keep="last")
    part = (rows[amount] * rows["share"]).round(2)
    others = part.where(~last, 0.0).groupby(rows["row"]).transform("sum")
    rows[amount] = part.where(~last, (rows[amount] - others).round(2))
    return rows.drop(columns=["share", "row"])
