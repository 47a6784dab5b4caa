"""What the economy page asks of all indicators beside each other."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.economy.vintages import standing
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import label, time, value
from data.reading.tables import Tables

question = questions_about("economy")


@question(time("day", "month"), label(), value("standard_score"))
def standardised(tables: Tables, filters: Filters) -> ir.Table:
    """Each monthly indicator of the last five years, in standard deviations from its mean of the last fifteen.

    `day` (the month's first), `name`, `standard_score`; without indicators that never moved.
    """
    table = in_scope(tables["latest"], filters, without=("period", "series", "method", "growth", "quarter"))
    table = standing(table, filters)
    table = table.filter(table.shown.notnull() & (table.role == "indicator") & (table.frequency == "M"))
    table = table.cross_join(table.aggregate(newest=table.day.max()))
    table = table.filter(table.day >= (table.newest - ibis.interval(years=15)).cast("date"))
    own = ibis.window(group_by="series")
    score = (table.shown - table.shown.mean().over(own)) / table.shown.std(how="pop").over(own).nullif(0)
    scored = table.mutate(standard_score=score)
    recent = scored.filter(
        scored.standard_score.notnull() & (scored.day >= (scored.newest - ibis.interval(years=5)).cast("date"))
    )
    return recent.select("day", "name", "standard_score").order_by("name", "day")
