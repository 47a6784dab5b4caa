"""Payments by contract, so that payments are of the size of the budget: works, supplies and subsidies."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from data.reading.periods import month_end
from modules.simulate.facts import WAN
from modules.simulate.fiscal_budget import Budget, Departments, month_profiles, months_of_year, years_of
from modules.simulate.run_plan import Plan

_COLUMNS = ("day", "payee", "department", "programme", "account", "amount")


def contract_payments(
    plan: Plan, rules: dict[str, Any], departments: Departments, budget: Budget, ordinary: pd.DataFrame, days: int,
    names: NDArray[np.str_],
) -> pd.DataFrame:  # fmt: skip
    """What of the budget's classes that payees are paid for is not in the `ordinary` payments, as rows like those.

    `names` are those of all payees: companies of trades that have such contracts get them, those paid most often first.
    Of each department and month, by the profile of its execution, in few large payments; `day` counts from the first of
    the `days` drawn. Amounts are in the currency's unit, all above nothing, and no document has two.
    """
    chooser, told = plan.chooser("contract payments"), rules["contracts"]
    first = plan.until - timedelta(days=days - 1)
    left = _left_by_year(plan, rules, departments, budget, ordinary, first)
    profiles = [profile / profile.sum() for profile in month_profiles(rules)]
    fitting = [at for at, name in enumerate(names) if re.search(told["names"], name)][: told["payees"]]
    contractors = chooser.choice(fitting, (len(departments.code), told["payees_of_a_department"]))
    counts = np.maximum(1, np.round(told["of_shenzhen_a_month"] * plan.scale * departments.share)).astype(int)
    parts = []
    for place, year in enumerate(years_of(plan)):
        for place_in_year, month in enumerate(months_of_year(plan, year)):
            if month_end(month) < first or month > plan.until:
                continue
            opened = _open_days(month, first, plan.until)
            parts += [
                _of_month(opened, department, float(amount), int(counts[department]), contractors[department],
                          rules, chooser)
                for department in range(len(departments.code))
                if (amount := left[place, department] * profiles[department in budget.rush][place_in_year]) > 0
            ]  # fmt: skip
    rows = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in _COLUMNS})
    return rows.assign(invoice_no=[f"HT{10_000_000 + 7 * number:08d}" for number in range(len(rows))])


def _left_by_year(
    plan: Plan, rules: dict[str, Any], departments: Departments, budget: Budget, ordinary: pd.DataFrame, first: date
) -> NDArray[np.float64]:
    """By fiscal year and department: a whole year's executed amount of those classes, less what is paid already."""
    classes = [place for place, code in enumerate(rules["economic"]) if code in rules["contracts"]["classes"]]
    amounts = budget.lines[2][:, :, classes].sum(axis=2) * WAN
    # Ordinary payments are spread over the days drawn: a year has as many of them as an average year of those days.
    paid = np.bincount(ordinary["department"], ordinary["amount"], len(departments.code))
    a_year = paid / ((plan.until - first).days + 1) * 365
    return np.asarray(np.maximum(amounts - a_year, 0))


@dataclass(frozen=True)
class _OpenDays:
    """The weekdays of a month that are drawn, counted from the first day drawn, and their share of all it has."""

    days: NDArray[np.int64]
    share: float


def _open_days(month: date, first: date, last: date) -> _OpenDays:
    whole = [month + timedelta(days=each) for each in range(monthrange(month.year, month.month)[1])]
    weekdays = [day for day in whole if day.weekday() < 5]
    drawn = [(day - first).days for day in weekdays if first <= day <= last]
    return _OpenDays(np.array(drawn, dtype=np.int64), len(drawn) / len(weekdays))


def _of_month(
    opened: _OpenDays, department: int, amount: float, count: int, contractors: NDArray[np.int64],
    rules: dict[str, Any], chooser: Generator,
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """A department's payments of a month that add up to the amount, on weekdays; of a cut month its share of them."""
    open_days = len(opened.days)
    size = max(1, round(count * opened.share)) if open_days else 0
    told, payments = rules["contracts"], rules["payments"]
    raw = chooser.lognormal(0, told["sigma"], size)
    return {
        "day": opened.days[chooser.integers(0, max(1, open_days), size)],
        "payee": contractors[chooser.integers(0, len(contractors), size)],
        "department": np.full(size, department),
        "programme": chooser.choice(told["programmes"], size),
        "account": chooser.choice(len(payments["accounts"]), size, p=payments["account_share"]),
        "amount": np.maximum(raw / raw.sum() * amount * opened.share, 50.0),
    }
