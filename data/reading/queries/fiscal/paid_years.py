"""What a tile of payments compares: the twelve months until payments end, which is not where budgets end.

The records of a fiscal page end with a fiscal year. Payments seldom reach that far: compared until then, the months
that nobody has paid in yet would seem to be a fall.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.tile_totals import totals
from data.reading.tables import Tables

#: A month is complete when payments reach this day of it.
COMPLETE = 28
Rows = Callable[[Filters], ir.Table]
Measured = Callable[[ir.Table], ir.Table]


def _reach(tables: Tables) -> ir.Table:
    """One row: the `first` month of payments and the last `complete` one; None without any."""
    lines = tables["payment_lines"]
    days = lines.aggregate(first_day=lines.day.min(), last_day=lines.day.max())
    last = days.last_day.truncate("M")
    before = last - ibis.interval(months=1)
    complete = ibis.ifelse(days.last_day.day() >= COMPLETE, last, before)
    return days.select(first=days.first_day.truncate("M"), complete=complete.cast("date"))


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
