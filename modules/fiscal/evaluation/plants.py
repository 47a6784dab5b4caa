"""Patterns planted into a file of payments with a seed; which payments they are comes back and no rule sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

#: How many of each pattern: the fewest that a measurement needs.
COUNTS: Mapping[str, int] = {
    "duplicate_invoice": 150,
    "split_purchase": 60,
    "dormant_burst": 40,
    "ring": 20,
    "round_trip": 20,
}
#: Transfers between payees that are no rings, so that rings do not stand alone in the graph.
DECOY_TRANSFERS = 500


@dataclass(frozen=True)
class Planted:
    """A pattern: its kind, and the ids of its payments."""

    kind: str
    payment_ids: frozenset[str]


def _signs(number: str, chooser: Generator) -> str:
    at = int(chooser.integers(1, len(number)))
    return number[:at] + str(chooser.choice(["-", " ", "/"])) + number[at:]


def _letters(number: str, chooser: Generator) -> str:
    return number.replace("0", "O", 1) if "0" in number else number.replace("1", "I", 1)


def _suffix(number: str, chooser: Generator) -> str:
    return number + str(chooser.choice(["A", "B", "R"]))


def _doubled(number: str, chooser: Generator) -> str:
    at = int(chooser.integers(0, len(number)))
    return number[: at + 1] + number[at:]


def _dropped(number: str, chooser: Generator) -> str:
    at = int(chooser.integers(1, len(number)))
    return number[:at] + number[at + 1 :]


def _swapped(number: str, chooser: Generator) -> str:
    places = [at for at in range(len(number) - 1) if number[at] != number[at + 1]]
    at = int(chooser.choice(places))
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _mistyped(number: str, chooser: Generator) -> str:
    at = int(chooser.integers(1, len(number)))
    return number[:at] + str((int(number[at]) + int(chooser.integers(1, 10))) % 10) + number[at + 1 :]


#: The ways in which a number is altered; each is as likely as the others.
ALTERATIONS: Mapping[str, Callable[[str, Generator], str]] = {
    "signs": _signs, "letters": _letters, "suffix": _suffix, "doubled": _doubled, "dropped": _dropped,
    "swapped": _swapped, "mistyped": _mistyped,
}  # fmt: skip


class Planter:
    """Adds patterns to payments with the contract's columns; the rows that were there are left as they are."""

    def __init__(self, payments: pd.DataFrame, seed: int, limits: tuple[float, ...]) -> None:
        """`limits`: amounts that splits stay below, in the currency's unit."""
        self.payments = payments.assign(paid_on=pd.to_datetime(payments["paid_on"])).reset_index(drop=True)
        self.chooser, self.limits = np.random.default_rng(seed), limits
        self.rows: list[dict[Any, Any]] = []
        self.planted: list[Planted] = []
        digits = self.payments["document_number"].astype("string").str.fullmatch(r"\d{6,}").fillna(False)
        self.ordinary = self.payments[digits & (self.payments["amount_lcu"] > 0)]
        self._payees = set(self.ordinary["payee_id"])
        self.last_day = self.payments["paid_on"].max()

    def _add(self, like: Mapping[Any, Any], **changed: object) -> str:
        payment_id = f"planted-{len(self.rows):06d}"
        self.rows.append({**like, "document_number": self._document(), **changed, "payment_id": payment_id})
        return payment_id

    def _document(self) -> str:
        """A number that looks like the file's and that no row has (beyond the largest of those looked like)."""
        like = str(self.ordinary["document_number"].iloc[int(self.chooser.integers(len(self.ordinary)))])
        return f"{int(like) + int(self.chooser.integers(10, 90)) * 10_000_019:0{len(like)}d}"

    def _later(self, day: pd.Timestamp, most: int, least: int = 0) -> pd.Timestamp:
        """A working day so many days later, and not after the file's last."""
        later = day + pd.Timedelta(days=int(self.chooser.integers(least, most + 1)))
        later += pd.Timedelta(days=max(0, 7 - later.isoweekday() + 1) if later.isoweekday() > 5 else 0)
        return min(later, self.last_day)

    def _sample(self, size: int, least_amount: float = 0, no_account: str = "") -> list[dict[Any, Any]]:
        named = self.ordinary["account"].fillna("").str.lower()
        fitting = self.ordinary[
            (self.ordinary["amount_lcu"] >= least_amount)
            & ~(named.str.contains(no_account, regex=False) if no_account else named.isna())
            & (self.ordinary["paid_on"] < self.last_day - pd.Timedelta(days=90))
        ]
        return fitting.sample(size, random_state=self.chooser).to_dict("records")

    def duplicate_invoices(self, count: int) -> None:
        """An invoice paid again 3 to 60 days later under a number altered in one of ALTERATIONS."""
        ways = list(ALTERATIONS.values())
        for number, like in enumerate(self._sample(count, least_amount=500)):
            altered = ways[number % len(ways)](str(like["document_number"]), self.chooser)
            again = self._add(like, document_number=altered, paid_on=self._later(like["paid_on"], 60, 3))
            self.planted.append(Planted("duplicate_invoice", frozenset({str(like["payment_id"]), again})))

    def split_purchases(self, count: int) -> None:
        """A purchase over a limit paid in three to five pieces of 85 to 99.5 % of it within five days.

        A grant is no purchase, so none is split.
        """
        for like in self._sample(count, no_account="grant"):
            limit = float(self.chooser.choice(self.limits))
            pieces = {
                self._add(
                    like,
                    paid_on=self._later(like["paid_on"], 5),
                    amount_lcu=round(limit * float(self.chooser.uniform(0.85, 0.995)), 2),
                )
                for _ in range(int(self.chooser.integers(3, 6)))
            }
            self.planted.append(Planted("split_purchase", frozenset(pieces)))

    def dormant_bursts(self, count: int) -> None:
        """A payee without a payment for over a year gets six to fifteen within three weeks, of its usual size."""
        waits = self._dormant_spans()
        for at in self.chooser.permutation(len(waits))[:count]:
            payee, start = waits[int(at)]
            mine = self.ordinary[self.ordinary["payee_id"] == payee]
            usual = float(mine["amount_lcu"].median())
            burst = {
                self._add(
                    mine.iloc[0].to_dict(),
                    paid_on=self._later(start, 20),
                    amount_lcu=round(usual * float(self.chooser.lognormal(0.3, 0.5)), 2),
                )
                for _ in range(int(self.chooser.integers(6, 16)))
            }
            self.planted.append(Planted("dormant_burst", frozenset(burst)))

    def _dormant_spans(self) -> list[tuple[str, pd.Timestamp]]:
        """(payee, a day over a year after a payment and 30 days before the next), one a payee with one name."""
        spans = []
        positive = self.payments[self.payments["amount_lcu"] > 0].sort_values("paid_on")
        for payee, mine in positive.groupby("payee_id"):
            if mine["payee"].str.lower().nunique() > 1 or payee not in self._payees:
                continue
            days = [*mine["paid_on"], self.last_day]
            waits = [(one, (two - one).days) for one, two in pairwise(days) if (two - one).days > 430]
            if waits:
                since, span = waits[int(self.chooser.integers(len(waits)))]
                spans.append((str(payee), since + pd.Timedelta(days=int(self.chooser.integers(370, span - 30)))))
        return spans

    def round_trips(self, count: int) -> None:
        """A payment that comes back from the payee within 12 days, less 0 to 2 %, into another account."""
        accounts = self.payments["account"].dropna().unique()
        for like in self._sample(count, least_amount=5_000):
            other = str(self.chooser.choice([each for each in accounts if each != like["account"]]))
            amount = round(float(self.chooser.uniform(20_000, 400_000)), 2)
            out = self._add(like, amount_lcu=amount)
            back = self._add(
                like, amount_lcu=-round(amount * float(self.chooser.choice([1, 0.99, 0.98])), 2), account=other,
                paid_on=self._later(like["paid_on"], 12, 2),
            )  # fmt: skip
            self.planted.append(Planted("round_trip", frozenset({out, back})))

    def accounts_and_rings(self, count: int) -> None:
        """Give every payment the account that paid and that was paid, then let money go round through three to five."""
        owner = self.payments["department"].fillna("treasury").str.lower()
        self.payments["payer_account"] = "city-" + owner
        self.payments["payee_account"] = "of-" + self.payments["payee_id"].astype("string")
        payees = self.ordinary.drop_duplicates("payee_id")[["payee_id", "payee"]].to_dict("records")
        for like in self._sample(DECOY_TRANSFERS):
            one, two = self.chooser.choice(len(payees), 2, replace=False)
            self._transfer(like, payees[one], payees[two], float(self.chooser.lognormal(9, 1)), like["paid_on"])
        for like in self._sample(count):
            around = [payees[at] for at in self.chooser.choice(len(payees), int(self.chooser.integers(3, 6)), False)]
            amount, day, steps = float(self.chooser.uniform(30_000, 900_000)), like["paid_on"], set()
            for one, two in zip(around, [*around[1:], around[0]], strict=True):
                steps.add(self._transfer(like, one, two, amount, day))
                amount, day = amount * float(self.chooser.uniform(0.97, 1)), self._later(day, 4)
            self.planted.append(Planted("ring", frozenset(steps)))

    def _transfer(
        self, like: Mapping[Any, Any], one: Mapping[Any, Any], two: Mapping[Any, Any], amount: float,
        day: pd.Timestamp,
    ) -> str:  # fmt: skip
        return self._add(
            like, payee_id=two["payee_id"], payee=two["payee"], amount_lcu=round(amount, 2), paid_on=day,
            payer_account=f"of-{one['payee_id']}", payee_account=f"of-{two['payee_id']}",
        )  # fmt: skip


def plant(
    payments: pd.DataFrame, seed: int, limits: tuple[float, ...], counts: Mapping[str, int] = COUNTS
) -> tuple[pd.DataFrame, list[Planted]]:
    """The payments with that many of each pattern added, in the order of their days, and the patterns."""
    planter = Planter(payments, seed, limits)
    planter.duplicate_invoices(counts["duplicate_invoice"])
    planter.split_purchases(counts["split_purchase"])
    planter.dormant_bursts(counts["dormant_burst"])
    planter.round_trips(counts["round_trip"])
    planter.accounts_and_rings(counts["ring"])
    added = pd.DataFrame(planter.rows)
    for column, rule in (("payer_account", "city-"), ("payee_account", "of-")):
        owner = added["department"].fillna("treasury").str.lower() if rule == "city-" else added["payee_id"]
        added[column] = added[column].fillna(rule + owner.astype("string"))
    together = pd.concat([planter.payments, added], ignore_index=True)
    return together.sort_values("paid_on", kind="stable").reset_index(drop=True), planter.planted
