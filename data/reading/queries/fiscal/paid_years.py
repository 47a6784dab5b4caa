"""Until when payments reach, which is not where budgets end: what tiles of payments compare, and what charts show.

The records of a fiscal page end with a fiscal year. Payments seldom reach that far: compared or drawn until then, the
months that nobody has paid in yet would seem to be a fall.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.periods import COMPLETE_FROM_DAY
from data.reading.queries.scope import comparison
from data.reading.schema import Grain
from data.reading.tables import Tables

Rows = Callable[[Filters], ir.Table]
Measured = Callable[[ir.Table], ir.Table]
#: Rows of the pair that is compared, and whether payments reach back to the earlier ones.
Pair = tuple[ir.Table, ir.Table, ir.BooleanValue]


def _reach(tables: Tables) -> ir.Table:
    """One row: the `first` month of payments, the last `complete` one, and the day `after` payments end, which is the
    first of a month where the last one is complete; None without any."""
    lines = tables["payment_lines"]
    days = lines.aggregate(first_day=lines.day.min(), last_day=lines.day.max())
    last, month = days.last_day, days.last_day.truncate("M")
    is_complete = last.day() >= COMPLETE_FROM_DAY
    complete = ibis.ifelse(is_complete, month, month - ibis.interval(months=1))
    after = ibis.ifelse(is_complete, month + ibis.interval(months=1), last + ibis.interval(days=1))
    return days.select(
        first=days.first_day.truncate("M").cast("date"), complete=complete.cast("date"), after=after.cast("date")
    )


def over_by(tables: Tables, periods: ir.Table, grain: Grain) -> ir.Table:
    """The rows whose period (a column of the grain's name) is over where payments end."""
    after = _reach(tables).select("after").as_scalar()
    if grain == "month":
        return periods.filter(periods.month < after.truncate("M").cast("date"))
    return periods.filter((periods[grain] + ibis.interval(days=7 if grain == "week" else 1)).cast("date") <= after)


def paid_totals(
    tables: Tables, filters: Filters, rows_of: Rows, measured: Measured, by_day: Rows | None = None
) -> ir.Table:
    """A tile's row as `totals` has it, whose pair is of payments alone.

    Of a period `before` is the same a year earlier, up to the day until which payments reach, a year earlier. Without
    one `recent` are the last twelve complete months of payments and `before` the twelve before them. `before` is None
    where payments do not reach back that far, or end before the period. `rows_of` gives the rows of a view with their
    `month`, `by_day` with their `day` (None: they have it already), `measured` one row `value`, `n` of rows.
    """
    pair = _of_last_years if filters.since is None and filters.until is None else _of_period
    whole = rows_of(filters)
    recent, before, reaches = pair(tables, filters, whole, by_day or rows_of)
    told = measured(whole)
    for name, rows in (("recent", recent), ("before", before)):
        told = told.cross_join(measured(rows).select(**{name: "value", f"{name}_n": "n"}))
    known = {name: ibis.ifelse(reaches, told[name], None) for name in ("before", "before_n")}
    return told.mutate(**known).select("value", "recent", "before", "n", "recent_n", "before_n")


def _of_last_years(tables: Tables, _view: Filters, whole: ir.Table, _by_day: Rows) -> Pair:
    reach = _reach(tables)
    first, complete = (reach.select(name).as_scalar() for name in ("first", "complete"))
    year_before, two_before = (complete - ibis.interval(months=months) for months in (12, 24))
    recent = whole.filter(whole.month > year_before, whole.month <= complete)
    before = whole.filter(whole.month > two_before, whole.month <= year_before)
    return recent, before, first <= complete - ibis.interval(months=23)


def _of_period(tables: Tables, view: Filters, whole: ir.Table, by_day: Rows) -> Pair:
    reach = _reach(tables)
    first, after = (reach.select(name).as_scalar() for name in ("first", "after"))
    recent, earlier = comparison(view, tables)
    before = by_day(earlier)
    before = before.filter(before.day < (after - ibis.interval(years=1)).cast("date"))
    if recent.since is None or earlier.since is None:
        return whole, before, ibis.literal(False)
    return whole, before, (first <= open_day(earlier.since)) & (open_day(recent.since) < after)
