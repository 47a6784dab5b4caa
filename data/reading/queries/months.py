"""Months and weeks of a view: which are complete, and the same a year before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.periods import complete_months
from data.reading.queries.scope import in_scope
from data.reading.tables import Tables

#: A year of whole weeks: the same weekday of the year before.
SAME_WEEKDAY = timedelta(days=364)


def month_of(day: ir.DateValue) -> ir.DateValue:
    """First day of the day's month, as a date: DuckDB's date_trunc gives a time of day with it."""
    return ibis.date(day.year(), day.month(), 1)


def monthly(table: ir.Table, **sums: Any) -> ir.Table:
    """Sums by `month` of a table with `day`, oldest first; a month without records is absent."""
    return table.group_by(month=month_of(table.day)).aggregate(**sums).order_by("month")


def complete_months_of(months: ir.Table, tables: Tables) -> ir.Table:
    """The months without a first or last one that the records cover in part only: its rise or drop would be none.

    Where that leaves no month, all of them: what there is to see of a few weeks.
    """
    if tables.first_day is None or tables.last_day is None:
        return months
    whole = complete_months(tables.first_day, tables.last_day)
    return months if whole is None else months.filter(months.month.between(*map(open_day, whole)))


def every_month(months: ir.Table, tables: Tables, column: str) -> ir.Table:
    """`month` and the column for each month that the records cover, 0 where `months` lacks it; nothing of nothing."""
    if tables.last_day is None:
        return months
    covered = covered_months(tables, open_day(tables.last_day))
    return _each(covered.filter(months.count().as_scalar() > 0), months, column)


def covered_months(tables: Tables, last: ir.DateValue) -> ir.Table:
    """`month`: the first day of each month from that of the first record to that of `last`; none without records."""
    first = tables.first_day or date(1970, 1, 1)
    numbers = ibis.range(12 * first.year + first.month - 1, 12 * last.year() + last.month()).unnest()
    covered = numbers.name("number").as_table()
    months = covered.select(month=ibis.date(covered.number // 12, covered.number % 12 + 1, 1))
    return months if tables.first_day else months.filter(ibis.literal(False))


def _each(covered: ir.Table, months: ir.Table, column: str) -> ir.Table:
    both = covered.left_join(months, "month")
    return both.select("month", **{column: both[column].fill_null(0)})


def running_sum(moves: ir.Table, tables: Tables, column: str) -> ir.Table:
    """`month` and the sum of the column over it and all months before, for each month that the records cover.

    `moves`: `month`, the column. A month without a move carries the number on; what moved before the first month is in
    it, and the last month is that of the last record or move.
    """
    last_day = open_day(tables.last_day or date(1970, 1, 1))
    covered = covered_months(tables, ibis.greatest(last_day, moves.month.max().as_scalar()))
    first = (tables.first_day or date(1970, 1, 1)).replace(day=1).isoformat()
    within = moves.mutate(month=ibis.greatest(moves.month, ibis.literal(first).cast("date")))
    sums = within.group_by("month").aggregate(**{column: within[column].sum()})
    each = _each(covered, sums, column)
    upwards = ibis.window(order_by="month", preceding=None, following=0)
    return each.select("month", **{column: each[column].sum().over(upwards)})


def with_last_year(months: ir.Table, filters: Filters, column: str) -> ir.Table:
    """`month`, the column and `<column>_last_year`, of the view's months; `months` are given without the period."""
    next_year = ibis.date(months.month.year() + 1, months.month.month(), 1)
    earlier = months.select(month=next_year, **{f"{column}_last_year": months[column]})
    both = months.left_join(earlier, "month").select("month", column, f"{column}_last_year")
    return in_scope(both, period_only(filters)).order_by("month")


def every_day(filters: Filters, tables: Tables) -> ir.Table:
    """`day`: each day of the view's period that the records cover; none without a period or records."""
    since, until = filters.since or tables.first_day, filters.until or tables.last_day
    if since is None or until is None or tables.first_day is None or tables.last_day is None:
        return ibis.range(0, 0).unnest().name("number").as_table().select(day=open_day(date(1970, 1, 1)))
    first = ibis.greatest(open_day(since), open_day(tables.first_day))
    last = ibis.least(open_day(until), open_day(tables.last_day))
    numbers = ibis.range(0, last.delta(first, unit="day") + 1).unnest().name("number").as_table()
    return numbers.select(day=(first.cast("timestamp") + numbers.number.as_interval("D")).cast("date"))


def days_with_last_year(
    tables: Tables, filters: Filters, daily: Callable[[Filters], ir.Table], column: str, *, counts: bool = True
) -> ir.Table:
    """`day`, the column and `<column>_last_year`, that of the same weekday 52 weeks earlier, of the view's days.

    `daily` gives `day` and the column of a view. What `counts` is 0 on days without any, as long as one has some.
    """
    assert filters.since is not None
    assert filters.until is not None
    earlier = replace(filters, since=filters.since - SAME_WEEKDAY, until=filters.until - SAME_WEEKDAY)
    now, then = daily(filters), daily(earlier)
    before = then.select(
        day=(then.day.cast("timestamp") + ibis.interval(days=SAME_WEEKDAY.days)).cast("date"),
        **{f"{column}_last_year": then[column]},
    )
    days = every_day(filters, tables)
    days = days.filter(now.count().as_scalar() > 0) if counts else days.semi_join(now, "day")
    both = days.left_join(now, "day").select("day", column)
    value = both[column].fill_null(0) if counts else both[column]
    both = both.select("day", **{column: value}).left_join(before, "day")
    last_year = both[f"{column}_last_year"]
    if counts and tables.first_day is not None and tables.first_day <= filters.since - SAME_WEEKDAY:
        last_year = last_year.fill_null(0)
    return both.select("day", column, **{f"{column}_last_year": last_year}).order_by("day")


def period_only(filters: Filters) -> Filters:
    """The view with its period alone."""
    return replace(filters, area=None, area_level=0, selections=())


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
