"""Precision and recall of a ranked list of cases against the patterns that were planted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from modules.fiscal.evaluation.plants import Planted


@dataclass(frozen=True)
class Case:
    """A case of the ranked list: its rules, its payments, and what is said of it in a note."""

    case_id: str
    rules: frozenset[str]
    payment_ids: frozenset[str]
    lead_rule: str
    payee: str
    department: str
    stake_lcu: float
    strength: float
    day: str


def ranked_cases(connection: duckdb.DuckDBPyConnection) -> list[Case]:
    """The cases in the tables that `create_flags` made, best first."""
    rows = connection.execute("""
        WITH given AS (SELECT case_id, list(DISTINCT rule) AS names FROM flag_reasons GROUP BY ALL),
             proofs AS (SELECT case_id, list(DISTINCT payment_id) AS ids FROM flag_payments GROUP BY ALL)
        SELECT case_id, given.names, ids, lead_rule, payee, coalesce(department, ''), stake_cents / 100.0, strength,
               first_paid_on::VARCHAR
        FROM flag_cases JOIN given USING (case_id) JOIN proofs USING (case_id) ORDER BY rank
    """).fetchall()
    return [Case(row[0], frozenset(row[1]), frozenset(row[2]), *row[3:]) for row in rows]


def is_hit(case: Case, planted: Planted) -> bool:
    """Whether the case shows a pattern: at least half of its payments, and two, under the rule of its kind."""
    shown = len(case.payment_ids & planted.payment_ids)
    return planted.kind in case.rules and shown >= max(2, (len(planted.payment_ids) + 1) // 2)


def hits(cases: Sequence[Case], planted: Collection[Planted]) -> list[bool]:
    """For each case whether it shows one of the patterns."""
    by_payment: Mapping[str, list[Planted]] = {}
    lookup: dict[str, list[Planted]] = dict(by_payment)
    for each in planted:
        for payment_id in each.payment_ids:
            lookup.setdefault(payment_id, []).append(each)
    return [
        any(is_hit(case, each) for payment_id in case.payment_ids for each in lookup.get(payment_id, ()))
        for case in cases
    ]


def precision_at(cases: Sequence[Case], planted: Collection[Planted], most: int) -> float:
    """Share of the first `most` cases that show a pattern; of fewer cases where there are not so many."""
    first = hits(cases[:most], planted)
    return sum(first) / len(first) if first else 0.0


def recall_at(cases: Sequence[Case], planted: Collection[Planted], most: int) -> float:
    """Share of the patterns that one of the first `most` cases shows."""
    first = cases[:most]
    found = sum(any(is_hit(case, each) for case in first) for each in planted)
    return found / len(planted) if planted else 0.0


def of_rules(cases: Sequence[Case], *rules: str) -> list[Case]:
    """The cases that one of the rules gave a reason for, in their order."""
    return [case for case in cases if not case.rules.isdisjoint(rules)]
