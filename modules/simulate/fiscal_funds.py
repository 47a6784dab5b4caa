"""What pays for a department's budget: every amount of it divided among funds, whose amounts add up to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from modules.simulate.fiscal_budget import Departments
from modules.simulate.run_plan import Plan

#: How alike the departments' mixtures are: the sum of a Dirichlet distribution's parameters (assumed).
_ALIKE = 40.0
_DEPARTMENT = ["dept_code", "dept_name"]
_EXECUTED = ["annual_budget_10k", "month_spend_10k", "committed_10k"]


def fund_shares(plan: Plan, rules: dict[str, Any], departments: Departments) -> pd.DataFrame:
    """`dept_code`, `fund`, `fund_group`, `share` of the department's budget; the same in all years."""
    funds = rules["funds"]
    usual = np.array([share for share, _ in funds.values()])
    drawn = plan.chooser("funds").dirichlet(usual / usual.sum() * _ALIKE, len(departments.code))
    names, groups = list(funds), [group for _, group in funds.values()]
    return pd.DataFrame({
        "dept_code": np.repeat(departments.code, len(names)), "fund": names * len(departments.code),
        "fund_group": groups * len(departments.code), "share": drawn.ravel(),
    })  # fmt: skip


def fund_budget_table(items: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """The raw approved budgets by department and fund; of `items` (budget_table) the lines that were approved."""
    approved = items[items["stage"] == "approved"]
    whole = approved.groupby(["year", *_DEPARTMENT], as_index=False)[["amount_10k"]].sum()
    return _divided(whole, shares, ["amount_10k"])


def fund_execution_table(execution: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """The raw monthly execution by department and fund; `execution` is that by department (execution_table)."""
    return _divided(execution, shares, _EXECUTED).drop(columns="fund_group")


def _divided(whole: pd.DataFrame, shares: pd.DataFrame, amounts: list[str]) -> pd.DataFrame:
    """Each row once a fund. Amounts are cents of ten thousand; the last fund has what rounding leaves."""
    keys = [column for column in whole.columns if column not in amounts]
    rows = whole.round(dict.fromkeys(amounts, 2)).merge(shares, on="dept_code")
    last = ~rows.duplicated(keys, keep="last")
    for amount in amounts:
        part = (rows[amount] * rows["share"]).round(2)
        others = part.where(~last, 0.0).groupby([rows[key] for key in keys]).transform("sum")
        rows[amount] = part.where(~last, (rows[amount] - others).round(2))
    return rows.drop(columns="share")
