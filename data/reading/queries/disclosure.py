"""Which cells are too small to be shown."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def suppressed(counted: ir.Table, floor: ir.Table) -> ir.Table:
    """`counted` with `hidden`: counts from 1 to below the floor, and with a lone one the next smallest beside it.

    Otherwise the lone count would be the difference between the total and all others.
    """
    counted = counted.cross_join(floor)
    few = (counted.n > 0) & (counted.n < counted.small_cell_floor)
    counted = counted.mutate(few=few, few_in_view=few.cast("int64").sum().over(ibis.window()))
    open_count = ibis.ifelse(counted.few | (counted.n == 0), None, counted.n)
    order = ibis.window(order_by=[open_count.asc(nulls_first=False), counted.area_id])
    counted = counted.mutate(place=ibis.row_number().over(order))
    beside = (counted.few_in_view == 1) & (counted.place == 0) & ~counted.few & (counted.n > 0)
    return counted.mutate(hidden=counted.few | beside)
