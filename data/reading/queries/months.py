"""Months of records, and the two weeks before a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters


def month_of(day: ir.DateValue) -> ir.DateValue:
    """First day of the day's month, as a date: DuckDB's date_trunc gives a time of day with it."""
    return ibis.date(day.year(), day.month(), 1)


def period_only(filters: Filters) -> Filters:
    """The view with its period alone."""
    return replace(filters, area=None, area_level=0, selections=())


def whenever(filters: Filters) -> Filters:
    """The view without its period: of rows that are of it alone."""
    return replace(filters, since=None, until=None)


def weeks(rows: ir.Table, what: str, until: date | None, day: str = "day", counted: str | None = None) -> ir.Table:
    """One row `what`, `last_week`, `week_before`: rows (or the sum of `counted`) in the seven days to `until`, and in
    the seven before; both 0 where there is nothing."""
    last = until or date(1970, 1, 1)
    days = rows[day].cast("date")
    each = ibis.literal(1) if counted is None else rows[counted]
    end, week_ago, fortnight_ago = (open_day(last - timedelta(days=back)) for back in (0, 7, 14))
    spans = {"last_week": (week_ago, end), "week_before": (fortnight_ago, week_ago)}
    sums = {
        name: ibis.ifelse((days > after) & (days <= to), each, 0).sum().fill_null(0).cast("int64")
        for name, (after, to) in spans.items()
    }
    return rows.aggregate(what=ibis.literal(what), **sums)
