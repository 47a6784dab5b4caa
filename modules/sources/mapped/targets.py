"""The tables that a file of a city can be read into, and what each must have to be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from data.drops.contract import load_contract
from modules.sources.mapped.known_words import column_names


@dataclass(frozen=True)
class Target:
    """A table that a file fills. `needed` has one of each group of columns; `parts` are the contract's tables in it.

    `key` identifies a row; it is made of the row's content where the file has none.
    """

    domain: str
    table: str
    title: str
    needed: tuple[tuple[str, ...], ...]
    key: str
    parts: tuple[str, ...]
    #: Where the contract has no such column: what it is.
    extra: tuple[tuple[str, str], ...] = ()

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Logical type of each column that a mapping may fill."""
        contract = load_contract(self.domain)
        known = {column.name: column.logical_type for part in self.parts for column in contract.table(part).columns}
        names = column_names().get(self.table, {})
        return {name: known.get(name, "string") for name in (*names, *known)} | dict(self.extra)

    def lacking(self, columns: Collection[str]) -> list[tuple[str, ...]]:
        """The groups of needed columns of which there is none."""
        return [group for group in self.needed if not any(each in columns for each in group)]

    def valid_values(self, column: str) -> tuple[str, ...]:
        """The words that the contract allows there; empty where any text will do."""
        if column == "violation_severity":
            return load_contract(self.domain).table("violations").column("severity").valid_values
        columns = [each for part in self.parts for each in load_contract(self.domain).table(part).columns]
        return next((each.valid_values for each in columns if each.name == column and each.valid_values), ())


#: Tables that complete those of another file: a table of records wins over them where a file is both.
COMPLETING = {"premises": "inspections", "violations": "inspections"}

TARGETS = (
    Target("services", "requests", "requests to the city (311, a hotline, permit applications)",
           (("requested_datetime",), ("service_name", "service_id")), "service_request_id", ("requests",)),
    Target("food_safety", "inspections", "inspections of premises and what they found",
           (("inspected_on",), ("name", "premises_id"), ("result",)), "inspection_id", ("premises", "inspections")),
    Target("food_safety", "premises", "a list of premises, which inspections in another file name by their ids",
           (("premises_id",), ("name",)), "premises_id", ("premises",)),
    Target("food_safety", "violations", "what inspections in another file found, a row a violation",
           (("inspection_id", "premises_id"), ("violation_code", "violation_description")), "", ("violations",),
           (("premises_id", "string"), ("inspected_on", "date"))),
    Target("fiscal", "payments", "payments to suppliers",
           (("paid_on",), ("payee",), ("amount_lcu",)), "payment_id", ("payments",), (("currency", "string"),)),
    Target("fiscal", "budget_lines", "a budget by department and account",
           (("fiscal_year",), ("department", "department_id"), ("amount_lcu",)), "line_id", ("budget_lines",)),
    Target("fiscal", "revenue_lines", "revenue by source, budgeted and actual",
           (("fiscal_year",), ("revenue_source",), ("budget_lcu", "actual_lcu")), "line_id", ("revenue_lines",)),
    Target("fiscal", "balances", "cash, debt and fund balances by month",
           (("month",), ("measure",), ("amount_lcu",)), "", ("balances",)),
    Target("economy", "area_indicators", "regional accounts and other figures by area",
           (("area_id",), ("time_period",), ("value",)), "", ("area_indicators",)),
    Target("economy", "observations", "series of the economy by period",
           (("series_name", "series_id"), ("period_start",), ("value",)), "", ("observations",)),
)  # fmt: skip


def target_of(domain: str, table: str) -> Target:
    """The target of that name; KeyError where there is none."""
    for each in TARGETS:
        if (each.domain, each.table) == (domain, table):
            return each
    raise KeyError(f"{domain}/{table}")
