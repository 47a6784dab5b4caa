"""Payments to payees with planted patterns, which the truth file lists by payment number."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from modules.simulate.fiscal_budget import Budget, Departments
from modules.simulate.fiscal_contracts import contract_payments
from modules.simulate.run_plan import Plan

_COLUMNS = ["day", "payee", "department", "programme", "account", "invoice_no", "amount"]


def payee_names(
    plan: Plan, rules: dict[str, Any], count: int, chooser: Generator
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """That many different names of firms, in English and in Chinese."""
    told, names = rules["payees"], plan.city.name
    made = list(product(told["words"], told["trades"], told["forms"]))
    chosen = [made[index] for index in chooser.choice(len(made), size=count, replace=False)]
    english, chinese = ([[part[index] for part in parts] for parts in chosen] for index in (0, 1))
    city, local_city = names.get("en", plan.city.key.title()), names.get("zh", "")
    return (
        np.array([" ".join([city, *parts]) for parts in english]),
        np.array(["".join([local_city, *parts]) for parts in chinese]),
    )


def _ordinary(
    plan: Plan, rules: dict[str, Any], departments: Departments, size: int, payees: int, days: int, chooser: Generator
) -> pd.DataFrame:
    """Payments without anything planted: few payees get most, a payee works for a few departments."""
    told = rules["payments"]
    weight = 1 / (np.arange(payees) + 8.0) ** 0.85
    payee = chooser.choice(payees, size, p=weight / weight.sum())
    home = chooser.choice(len(departments.code), (payees, 3), p=departments.share)
    department = home[payee, chooser.choice(3, size, p=[0.75, 0.18, 0.07])]
    months, starts = np.array(rules["execution"]["months"]), plan.city.fiscal_year_starts_month
    # Days follow the year's execution by half (assumed: purchases are steadier than the whole budget).
    first = plan.until - timedelta(days=days - 1)
    dates = [first + timedelta(days=index) for index in range(days)]
    open_weight = [(0.5 / 12 + 0.5 * months[(each.month - starts) % 12]) * (each.weekday() < 5) for each in dates]
    day = chooser.choice(days, size, p=np.array(open_weight) / sum(open_weight))
    price = chooser.lognormal(0, 0.9, payees)[payee]
    amount = told["median_lcu"] * price * chooser.lognormal(0, told["sigma"] * 0.7, size)
    standing = chooser.random(size) < told["standing_share"]
    # A standing contract pays the same round sum again and again, under a new invoice each time.
    amount = np.where(standing, np.round(told["median_lcu"] * price, -2), amount)
    refund = chooser.random(size) < told["refund_share"]
    return pd.DataFrame(
        {
            "day": day,
            "payee": payee,
            "department": department,
            "programme": chooser.integers(0, len(told["programmes"]), size),
            "account": chooser.choice(len(told["accounts"]), size, p=told["account_share"]),
            "invoice_no": _invoices(size, chooser),
            "amount": np.where(refund, -0.2, 1.0) * np.maximum(amount, 50.0),
        }
    )


def _invoices(size: int, chooser: Generator) -> list[str]:
    """That many different invoice numbers of eight digits."""
    step = int(chooser.integers(17, 60))
    start = int(chooser.integers(10_000_000, 30_000_000))
    return [f"FP{start + step * number:08d}" for number in chooser.permutation(size)]


class _Planter:
    """Adds planted payments to the ordinary ones and remembers which they are."""

    def __init__(self, plan: Plan, rules: dict[str, Any], ordinary: pd.DataFrame, days: int, chooser: Generator):
        self.ordinary, self.chooser = ordinary, chooser
        self.days, self.scale = days, max(0.1, min(1.0, plan.scale))
        self.counts, self.threshold = rules["planted"], float(rules["payments"]["tender_threshold_lcu"])
        self.rows: list[dict[str, Any]] = []
        self._sizes = {"accounts": len(rules["payments"]["accounts"]), "invoice": 80_000_000}
        self.truth: dict[str, list[dict[str, Any]]] = {}

    def number(self, pattern: str) -> int:
        """How many of a pattern are planted: the rules' number for a large city, at least three."""
        return max(3, round(self.counts[pattern] * self.scale))

    def invoice(self) -> str:
        """An invoice number that no other payment has."""
        self._sizes["invoice"] += 1
        return f"FP{self._sizes['invoice']:08d}"

    def add(self, like: Any, **changed: Any) -> int:
        """Add a payment like another with some fields changed; its place after the ordinary ones."""
        self.rows.append({**{name: like[name] for name in _COLUMNS}, "invoice_no": self.invoice(), **changed})
        return len(self.ordinary) + len(self.rows) - 1

    def sample(self, size: int) -> list[Any]:
        """Ordinary positive payments to start from, one a payee."""
        fitting = self.ordinary[(self.ordinary["amount"] > 0) & self.ordinary["day"].between(30, self.days - 60)]
        fitting = fitting.drop_duplicates("payee")
        chosen = self.chooser.choice(len(fitting), size=min(size, len(fitting)), replace=False)
        return [row for _, row in fitting.iloc[chosen].iterrows()]

    def splits(self) -> None:
        """A purchase over the tender threshold paid in pieces below it within days."""
        found = []
        for like in self.sample(self.number("splits")):
            pieces = int(self.chooser.integers(3, 6))
            places = [
                self.add(
                    like,
                    day=int(like["day"]) + int(self.chooser.integers(0, 5)),
                    amount=float(self.threshold * self.chooser.uniform(0.88, 0.995)),
                )
                for _ in range(pieces)
            ]
            found.append({"payments": places})
        self.truth["splits"] = found

    def duplicates(self) -> None:
        """An invoice paid twice; every third time its number is typed differently."""
        found = []
        for number, like in enumerate(self.sample(self.number("duplicates"))):
            typed = str(like["invoice_no"])
            typed = typed.replace("FP", "FP-") if number % 3 == 0 else typed
            place = self.add(like, day=int(like["day"]) + int(self.chooser.integers(3, 50)), invoice_no=typed)
            found.append({"payments": [int(like.name), place]})
        self.truth["duplicates"] = found

    def round_trips(self) -> None:
        """Money that leaves one account and comes back from the payee to another within days."""
        found = []
        for like in self.sample(self.number("round_trips")):
            amount = float(round(self.chooser.uniform(300_000, 3_000_000), -3))
            day = int(like["day"])
            accounts = self.chooser.choice(self._sizes["accounts"], 2, replace=False)
            back = day + int(self.chooser.integers(2, 12))
            out = self.add(like, amount=amount, account=int(accounts[0]))
            returned = self.add(
                like, day=back, amount=-amount * float(self.chooser.choice([1.0, 0.99, 0.98])), account=int(accounts[1])
            )
            found.append({"payments": [out, returned]})
        self.truth["round_trips"] = found

    def bursts(self) -> None:
        """A payee that was paid long ago, not for over a year, and then often within three weeks."""
        found = []
        rare = self.ordinary.groupby("payee").size().sort_values().index.to_numpy()
        for payee in rare[: self.number("bursts")]:
            start = int(self.chooser.integers(500, self.days - 40))
            mine = self.ordinary["payee"] == payee
            self.ordinary.loc[mine, "day"] = self.ordinary.loc[mine, "day"] % (start - 400)
            like = self.ordinary[mine].iloc[0] if mine.any() else self.ordinary.iloc[0]
            places = [
                self.add(
                    like,
                    payee=int(payee),
                    day=start + int(self.chooser.integers(0, 21)),
                    amount=float(self.chooser.uniform(120_000, 700_000)),
                )
                for _ in range(int(self.chooser.integers(12, 21)))
            ]
            found.append({"payments": places})
        self.truth["bursts"] = found


def make_payments(
    plan: Plan, rules: dict[str, Any], departments: Departments, budget: Budget
) -> tuple[pd.DataFrame, dict[str, list[dict[str, Any]]]]:
    """The raw payments of the whole days that are known, in order, and all that was planted: numbers by pattern."""
    chooser, told = plan.chooser("payments"), rules["payments"]
    payees = max(300, round(told["payees_of_shenzhen"] * min(plan.scale, 1.0)))
    days = plan.span(365 * told["years"])
    size = round(max(6_000, told["of_shenzhen"] * plan.scale) * days / (365 * told["years"]))
    names, local_names = payee_names(plan, rules, payees, chooser)
    ordinary = _ordinary(plan, rules, departments, size, payees, days, chooser)
    contracts = contract_payments(plan, rules, departments, budget, ordinary, days, names)
    planter = _Planter(plan, rules, ordinary, days, chooser)
    planter.bursts()
    planter.splits()
    planter.duplicates()
    planter.round_trips()
    paid = pd.concat([planter.ordinary, pd.DataFrame(planter.rows), contracts], ignore_index=True)
    order = np.argsort(paid["day"].to_numpy(), kind="stable")
    number = np.empty(len(paid), dtype=int)
    number[order] = np.arange(1, len(paid) + 1)
    payee = paid["payee"].to_numpy(dtype=int)
    first = np.datetime64(plan.until - timedelta(days=days - 1), "D")
    raw = pd.DataFrame(
        {
            "payment_no": [f"ZF{each:08d}" for each in number],
            "paid_date": (first + paid["day"].to_numpy(dtype=int)).astype("datetime64[s]"),
            "payee_code": [f"GYS{each:05d}" for each in payee],
            "payee_name": names[payee],
            "payee_name_local": pd.Series(
                local_names[payee] if plan.city.language == "zh" else None, range(len(payee)), "string"
            ),
            "dept_code": np.array(departments.code)[paid["department"].to_numpy(dtype=int)],
            "dept_name": np.array(departments.name)[paid["department"].to_numpy(dtype=int)],
            "project": np.array(told["programmes"])[paid["programme"].to_numpy(dtype=int)],
            "paid_from": np.array(told["accounts"])[paid["account"].to_numpy(dtype=int)],
            "invoice_no": paid["invoice_no"],
            "amount": paid["amount"].round(2),
        }
    )
    truth = {
        pattern: [{"payments": [f"ZF{number[place]:08d}" for place in each["payments"]]} for each in found]
        for pattern, found in planter.truth.items()
    }
    raw = raw.iloc[order]
    return raw[raw["paid_date"] <= pd.Timestamp(plan.last_whole_day)].reset_index(drop=True), truth
