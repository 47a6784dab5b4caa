"""From which day to which the records of each table reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import duckdb

from data.city.pack import City
from data.drops.contract import Contract, Table
from data.sql_text import quoted

Days = dict[str, tuple[date, date]]


def table_days(connection: duckdb.DuckDBPyConnection, contract: Contract, city: City, present: Collection[str]) -> Days:
    """(first day, last day) of the rows in the view of each table among `present` that knows its days and has rows.

    A month counts from its first day to its last, a year from January to December, a fiscal year as the city's does.
    """
    days: Days = {}
    for table in contract.tables:
        if table.name in present and table.day_column is not None and table.takes_back is None:
            found = connection.execute(
                f"SELECT min({quoted(table.day_column)}), max({quoted(table.day_column)}) FROM {quoted(table.name)}"
            ).fetchone()
            if found and found[0] is not None:
                days[table.name] = _whole(table, found[0], found[1], city.fiscal_year_starts_month)
    return days


def _whole(table: Table, first: date | int, last: date | int, starts_month: int) -> tuple[date, date]:
    """The days that the first and the last value of the table's day column stand for."""
    if isinstance(first, int) and isinstance(last, int):
        month = starts_month if table.day_column == "fiscal_year" else 1
        shift = 1 if month > 1 else 0
        return date(first - shift, month, 1), date(last + 1 - shift, month, 1) - timedelta(days=1)
    days = [date(value.year, value.month, value.day) for value in (first, last) if isinstance(value, date)]
    if table.day_column == "month":
        days[1] = (days[1].replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return days[0], days[1]


def widened(days: Mapping[str, tuple[date, date]], before: Mapping[str, tuple[date, date]]) -> Days:
    """The days of each table in either of the two, from the earlier first one to the later last one."""
    return {
        table: (min(span[0] for span in spans), max(span[1] for span in spans))
        for table in {**before, **days}
        if (spans := [each[table] for each in (before, days) if table in each])
    }
