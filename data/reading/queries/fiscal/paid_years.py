"""Until when payments reach, which is not where budgets end: what tiles of payments compare, and what charts show.

The records of a fiscal page end with a fiscal year. Payments seldom reach that far: compared or drawn until then, the
months that nobody has paid in yet would seem to be a fall.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import ibis
import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.periods import BEGINS_BY_DAY, COMPLETE_FROM_DAY
from data.reading.queries.scope import comparison
from data.reading.schema import Grain
from data.reading.tables import Tables

#: The table of payments, which questions about payments reach as far as, and the period of it that they open on:
#: budgets are of years, and a page of them opens on the newest.
PAYMENTS, OPENS_ON = "payments", "P12M"
Rows = Callable[[Filters], ir.Table]
Measured = Callable[[ir.Table], ir.Table]
#: The columns of a tile's row.
COLUMNS = ("value", "recent", "before", "n", "recent_n", "before_n")


def _reach(tables: Tables) -> ir.Table:
    """One row: the `first` day of payments and the day `after` payments end, which are the first of a month where they
    complete the first or the last one; None without any. A day is not over that what was delivered does not know to be
    (`whole_until` in periods.py, which cannot be asked of a day that only the table knows)."""
    lines = tables["payment_lines"]
    days = lines.aggregate(first_day=lines.day.min(), last_day=lines.day.max())
    begins, last = days.first_day, days.last_day
    first = ibis.ifelse(begins.day() <= BEGINS_BY_DAY, begins.truncate("M").cast("date"), begins)
    next_month = (last.truncate("M") + ibis.interval(months=1)).cast("date")
    after = ibis.ifelse(last.day() >= COMPLETE_FROM_DAY, next_month, (last + ibis.interval(days=1)).cast("date"))
    if tables.known_until is not None:
        begun = open_day(tables.known_until + timedelta(days=1))
        after = ibis.ifelse(last > begun, after, ibis.least(after, begun))
    return days.select(first=first, after=after)


def wholly_paid(tables: Tables, periods: ir.Table, grain: Grain) -> ir.Table:
    """The rows whose period (a column of the grain's name) begins where payments begin and is over where they end."""
    reach = _reach(tables)
    first, after = (reach.select(name).as_scalar() for name in ("first", "after"))
    periods = periods.filter(periods[grain] >= first)
    if grain == "month":
        return periods.filter(periods.month < after.truncate("M").cast("date"))
    return periods.filter((periods[grain] + ibis.interval(days=7 if grain == "week" else 1)).cast("date") <= after)


def paid_totals(
    tables: Tables, filters: Filters, rows_of: Rows, measured: Measured, by_day: Rows | None = None
) -> ir.Table:
    """A tile's row as `totals` has it, whose pair is of payments alone.

    `before` is the same period a year earlier, up to the day until which payments reach, a year earlier. It is None
    without a period, and where payments do not reach back that far, or end before the period. `rows_of` gives the rows
    of a view with their `month`, `by_day` with their `day` (None: they have it already), `measured` one row `value`,
    `n` of rows.
    """
    told = measured(rows_of(filters))
    told = told.mutate(recent=told.value, recent_n=told.n)
    if filters.since is None and filters.until is None:
        none = {name: ibis.null(told[of].type()) for name, of in (("before", "value"), ("before_n", "n"))}
        return told.mutate(**none).select(*COLUMNS)
    before, reaches = _year_before(tables, filters, by_day or rows_of)
    told = told.cross_join(measured(before).select(before="value", before_n="n"))
    known = {name: ibis.ifelse(reaches, told[name], None) for name in ("before", "before_n")}
    return told.mutate(**known).select(*COLUMNS)


def _year_before(tables: Tables, view: Filters, by_day: Rows) -> tuple[ir.Table, ir.BooleanValue]:
    """The rows of the same period a year earlier, and whether payments reach back to it."""
    reach = _reach(tables)
    first, after = (reach.select(name).as_scalar() for name in ("first", "after"))
    recent, earlier = comparison(view, tables)
    before = by_day(earlier)
    before = before.filter(before.day < (after - ibis.interval(years=1)).cast("date"))
    if recent.since is None or earlier.since is None:
        return before, ibis.literal(False)
    return before, (first <= open_day(earlier.since)) & (open_day(recent.since) < after)
