"""Who contributed most to a change: the sum of a period beside that of an earlier one, by area or department."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.scope import comparison
from data.reading.schema import Schema, detail, ranking, value
from data.reading.tables import Tables


def contributed(dimension: str) -> Schema:
    """The columns of an answer that says who contributed what to a change."""
    return ranking(dimension, value("change"), detail("total_change", "count"))


def contributions(
    tables: Tables, filters: Filters, key: str, counted: Callable[[Filters], ir.Table], names: ir.Table
) -> ir.Table:
    """`<key>`, `name`, `change`, `total_change` (of all, those without a value of the key too), one row a value.

    `counted` gives `<key>` and `n` of a view, `names` `<key>` and `name`. The two views are those that a tile compares.
    First stands who moved most in the direction of the total. No row where the records do not reach back to the earlier
    period.
    """
    recent, before = comparison(filters, tables)
    now, then = counted(recent), counted(before)
    both = now.select(key, moved=now.n).union(then.select(key, moved=-then.n))
    by_key = both.group_by(key).aggregate(change=both.moved.sum())
    told = by_key.cross_join(by_key.aggregate(total_change=by_key.change.sum()))
    reaches = tables.first_day is not None and before.since is not None and before.since >= tables.first_day
    told = told.filter(told[key].notnull() & ibis.literal(reaches)).left_join(names, key)
    ordered = told.order_by(ibis.desc(told.change * told.total_change.sign()), key)
    return ordered.select(key, "name", "change", "total_change")
