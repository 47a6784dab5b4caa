"""What was known on the day that a view is as of: the one place in which economy questions go back in time."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters

#: The day of a view of what is known now: later than all that is known, before the day on which it never ends.
NOW = date(2199, 12, 31)


def day_of(filters: Filters) -> ir.DateValue:
    """The day that the view is as of."""
    return open_day(filters.as_of or NOW)


def standing(table: ir.Table, filters: Filters) -> ir.Table:
    """The rows that stood at the end of that day: known (`known_from`) and not replaced (`known_until`) by then."""
    day = day_of(filters)
    return table.filter((table.known_from <= day) & (table.known_until > day))


def so_far(table: ir.Table, day: ir.Column, filters: Filters) -> ir.Table:
    """The rows of that day and of those before it; `day` is the column by which they are dated."""
    return table.filter(day <= day_of(filters))
