"""What the records of each table come to: amounts of money, and how many rows say when they ended or how it was."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import duckdb

from data.drops.contract import Contract, Table
from data.sql_text import quoted

#: The unit of amounts of money, which are summed: other numbers, such as rates, come to nothing together.
MONEY = "lcu"
FILLED_TYPES = frozenset({"number", "integer", "date", "timestamp"})
#: Where a row lies is compared by the areas that it lies in.
PLACES = frozenset({"lat", "long"})


def table_measures(
    connection: duckdb.DuckDBPyConnection, contract: Contract, present: Collection[str]
) -> dict[str, dict[str, dict[str, Any]]]:
    """`sums` and `filled`: table -> column -> sum of its amounts, and number of rows with a value.

    `filled` counts numbers and moments that a row may lack. Tables without either, or that know no days (what a module
    found, and not what happened), are absent.
    """
    told: dict[str, dict[str, dict[str, Any]]] = {"sums": {}, "filled": {}}
    for table in contract.tables:
        if table.name not in present or table.takes_back is not None or table.day_column is None:
            continue
        summed, counted = _columns(table)
        asked = [f"sum({quoted(name)})::DOUBLE" for name in summed] + [f"count({quoted(name)})" for name in counted]
        if not asked:
            continue
        found = connection.execute(f"SELECT {', '.join(asked)} FROM {quoted(table.name)}").fetchall()[0]
        sums, filled = found[: len(summed)], found[len(summed) :]
        told["sums"][table.name] = {name: value or 0.0 for name, value in zip(summed, sums, strict=True)}
        told["filled"][table.name] = dict(zip(counted, filled, strict=True))
    return told


def _columns(table: Table) -> tuple[list[str], list[str]]:
    """The columns that are summed, and those whose values are counted."""
    summed = [column.name for column in table.columns if column.unit == MONEY]
    counted = [
        column.name
        for column in table.columns
        if column.logical_type in FILLED_TYPES and not column.required and column.name not in PLACES
    ]
    return summed, counted
