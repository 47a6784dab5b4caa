"""Payments written by hand, and what a rule finds in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd

from modules.fiscal.flags.limits import Limits
from modules.fiscal.flags.payments_read import create_paid

LIMITS = Limits((1_000_000,), "the tests' own", 1)
Rows = list[dict[str, Any]]
FindSql = Callable[[duckdb.DuckDBPyConnection, Limits], str]


def payment(number: int | str, day: str, amount: float | str, **more: Any) -> dict[str, Any]:
    """A payment `p<number>`; a payee, a department and a document of its own where none is named."""
    row = {
        "payment_id": f"p{number}", "paid_on": day, "payee_id": "acme", "payee": "Acme Ltd", "department": "Roads",
        "account": "Repairs", "document_number": f"55{number}0001", "amount_lcu": amount,
    }  # fmt: skip
    return row | more


def ordinary(count: int, first_day: str = "2024-01-02", **more: Any) -> Rows:
    """That many payments of different amounts to as many payees, one a working day, in which nothing is unusual."""
    day, rows = date.fromisoformat(first_day), []
    for at in range(count):
        while day.isoweekday() > 5:
            day += timedelta(days=1)
        rows.append(payment(f"o{at}", day.isoformat(), 100 + 7.31 * at, payee_id=f"firm-{at}", payee=f"Firm {at}",
                            document_number=f"9{at * 7919:07d}") | more)  # fmt: skip
        day += timedelta(days=1)
    return rows


@contextmanager
def paid(rows: Rows, fiscal_year_starts_month: int = 1) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the table `paid` of those rows."""
    with duckdb.connect() as connection:
        connection.register("payments", pd.DataFrame(rows))
        create_paid(connection, "payments", fiscal_year_starts_month)
        yield connection


def found(find: FindSql, rows: Rows, limits: Limits = LIMITS) -> list[dict[str, Any]]:
    """The rule's findings: `ids` (its payments, in order), `strength`, and its facts; strongest first."""
    with paid(rows, limits.fiscal_year_starts_month) as connection:
        lines = connection.execute(
            f"SELECT * FROM ({find(connection, limits)}) JOIN (SELECT no, payment_id FROM paid) USING (no) ORDER BY no"
        ).df()
    findings = []
    for _, mine in lines.groupby("finding"):
        facts = mine.iloc[0].drop(["no", "payment_id", "finding"]).to_dict()
        findings.append({"ids": list(mine["payment_id"]), **facts})
    return sorted(findings, key=lambda finding: -finding["strength"])


def ids(find: FindSql, rows: Rows, limits: Limits = LIMITS) -> list[list[str]]:
    """Only the payments of each finding."""
    return sorted(finding["ids"] for finding in found(find, rows, limits))
