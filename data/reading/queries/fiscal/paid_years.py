"""Until when payments reach, which is not where budgets end: what tiles of payments compare, and what charts show.

The records of a fiscal page end with a fiscal year. Payments seldom reach that far: compared or drawn until then, the
months that nobody has paid in yet would seem to be a fall.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.periods import COMPLETE_FROM_DAY
from data.reading.queries.tile_totals import totals
from data.reading.schema import Grain
from data.reading.tables import Tables

Rows = Callable[[Filters], ir.Table]
Measured = Callable[[ir.Table], ir.Table]


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


def paid_totals(tables: Tables, filters: Filters, rows_of: Rows, measured: Measured) -> ir.Table:
    """A tile's row as `totals` has it; without a period its pair is of payments alone.

    Then `recent` are the last twelve complete months of payments and `before` the twelve before them, None where
    payments do not reach back that far. `rows_of` gives the rows of a view with their `month`, `measured` one row
    `value`, `n` of rows.
    """
    if filters.since is not None or filters.until is not None:
        return totals(tables, filters, lambda view: measured(rows_of(view)))
    reach = _reach(tables)
    first, complete = (reach.select(name).as_scalar() for name in ("first", "complete"))
    whole = rows_of(filters)
    year_before, two_before = (complete - ibis.interval(months=months) for months in (12, 24))
    pair = {
        "recent": whole.filter(whole.month > year_before, whole.month <= complete),
        "before": whole.filter(whole.month > two_before, whole.month <= year_before),
    }
    told = measured(whole)
    for name, rows in pair.items():
        told = told.cross_join(measured(rows).select(**{name: "value", f"{name}_n": "n"}))
    reaches = first <= complete - ibis.interval(months=23)
    before = {name: ibis.ifelse(reaches, told[name], None) for name in ("before", "before_n")}
    return told.mutate(**before).select("value", "recent", "before", "n", "recent_n", "before_n")
