"""The rules by their names, and what each needs to be computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from modules.fiscal.flags.below_limit import just_below_limit
from modules.fiscal.flags.bursts import dormant_then_burst
from modules.fiscal.flags.calendar_rules import weekend_payments, year_end_rush
from modules.fiscal.flags.concentration import concentrated_department
from modules.fiscal.flags.duplicates import duplicate_invoices
from modules.fiscal.flags.limits import Limits
from modules.fiscal.flags.new_payees import new_payee_large_first_payment
from modules.fiscal.flags.rings import rings
from modules.fiscal.flags.round_trips import round_trips
from modules.fiscal.flags.shared_accounts import shared_account_or_address
from modules.fiscal.flags.splits import split_purchases
from modules.fiscal.flags.two_payees import invoice_of_two_payees


@dataclass(frozen=True)
class Rule:
    """A rule: `find` gives SQL of its findings, a row a payment that proves one.

    Its rows have `finding`, `no` (of `paid`), `strength` (0..1), `stake_cents`, and the facts that its sentence names.
    `needs` are the columns without which a payment cannot be looked at. Findings of rules that `joins` and share a
    payment are one case. `needs_limit`: nothing is computed without purchase limits.
    """

    find: Callable[[duckdb.DuckDBPyConnection, Limits], str]
    needs: tuple[str, ...]
    joins: bool = True
    needs_limit: bool = False


RULES: Mapping[str, Rule] = {
    "duplicate_invoice": Rule(duplicate_invoices, ("payee_key", "document")),
    "two_payees": Rule(invoice_of_two_payees, ("payee_key", "document")),
    "split_purchase": Rule(split_purchases, ("payee_key",), needs_limit=True),
    "dormant_burst": Rule(dormant_then_burst, ("payee_key",)),
    "new_payee": Rule(new_payee_large_first_payment, ("payee_key",), joins=False),
    "round_trip": Rule(round_trips, ("payee_key", "account")),
    "ring": Rule(rings, ("payer_account", "payee_account")),
    "concentration": Rule(concentrated_department, ("payee_key", "department"), joins=False),
    "weekend": Rule(weekend_payments, ("payee_key",), joins=False),
    "year_end": Rule(year_end_rush, ("department",), joins=False),
    "below_limit": Rule(just_below_limit, ("payee_key",), joins=False, needs_limit=True),
    "shared_account": Rule(shared_account_or_address, ("payee_key", "payee_account"), joins=False),
}
#: Facts that a rule's sentence may name, beside the strength and the amount at stake; types of their columns.
FACTS: Mapping[str, str] = {
    "payments": "INTEGER", "days": "INTEGER", "times": "INTEGER", "share": "DOUBLE", "total_cents": "HUGEINT",
    "limit_cents": "HUGEINT", "first_document": "VARCHAR", "second_document": "VARCHAR", "other_payee": "VARCHAR",
}  # fmt: skip
