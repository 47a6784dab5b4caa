"""How a query keeps to the view: the period, the area, the selections, and the pair of periods that a tile compares."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import ibis.expr.types as ir

from data.reading.answer import NotInScopeError
from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.periods import fiscal_year_of, year_earlier
from data.reading.tables import Tables


def in_scope(table: ir.Table, filters: Filters, without: Collection[str] = ()) -> ir.Table:
    """The rows of the table that the view asks for; `without` names what is deliberately left out.

    The period applies to `day`, else to `week` (whole ones), `month` or (fiscal) `year`, of which every one is kept
    that it touches; the area to `area_<level>`; a selection to the column of its dimension. Raises NotInScopeError (a
    dimension, `period` or `area`) where the table has no such column, so that no number silently ignores a filter.
    """
    if "period" not in without:
        table = _in_period(table, filters)
    if "area" not in without and filters.area is not None and filters.area_level > 0:
        column = f"area_{filters.area_level}"
        if column not in table.columns:
            raise NotInScopeError("area")
        table = table.filter(table[column] == filters.area)
    for dimension, values in filters.selections:
        if dimension in without:
            continue
        if dimension not in table.columns:
            raise NotInScopeError(dimension)
        column_of_it = table[dimension]
        if not column_of_it.type().is_string():
            column_of_it = column_of_it.cast("string")
        table = table.filter(column_of_it.isin(values))
    return table


def _in_period(table: ir.Table, filters: Filters) -> ir.Table:
    since, until = filters.since, filters.until
    if since is None and until is None:
        return table
    for column in ("day", "week", "month", "year"):
        if column in table.columns:
            break
    else:
        raise NotInScopeError("period")
    if column == "year":
        starts = filters.fiscal_year_starts_month
        first, last = (day and fiscal_year_of(day, starts) for day in (since, until))
    else:
        first, last = since and open_day(_start(column, since)), until and open_day(until)
    if first is not None:
        table = table.filter(table[column] >= first)
    if last is not None:
        table = table.filter(table[column] <= last)
    return table


def _start(column: str, since: date) -> date:
    """The first day or month that the period touches."""
    return since.replace(day=1) if column == "month" else since


def comparison(filters: Filters, tables: Tables) -> tuple[Filters, Filters]:
    """(recent, before): the chosen period and the same a year earlier; else the last and the previous twelve months.

    The twelve months end on the last day of the records. A period with one open end is closed by the records' own
    first or last day. Where there are no records, both are the view itself.
    """
    first, last = tables.first_day, tables.last_day
    if first is None or last is None:
        return filters, filters
    if filters.since is None and filters.until is None:
        since, until = year_earlier((last, last))[1] + timedelta(days=1), last
    else:
        since, until = filters.since or first, filters.until or last
    earlier = year_earlier((since, until))
    return replace(filters, since=since, until=until), replace(filters, since=earlier[0], until=earlier[1])
