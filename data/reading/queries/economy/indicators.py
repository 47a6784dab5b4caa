"""What the economy page asks of all indicators beside each other."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.economy.figures import is_output, is_rate
from data.reading.queries.economy.vintages import standing
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import detail, group, label, latest_total, tile_trend, time, value
from data.reading.tables import Tables

question = questions_about("economy")


@question(time("day", "month"), label(), value("standard_score"))
def standardised(tables: Tables, filters: Filters) -> ir.Table:
    """Each monthly indicator of the last five years, in standard deviations from its mean of the last fifteen.

    `day` (the month's first), `name`, `standard_score`; without indicators that never moved.
    """
    table = in_scope(
        tables["latest"], filters, without=("period", "series", "method", "growth", "quarter", "area_indicator")
    )
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


#: Series that have a small chart each, and years of them where no period is chosen.
MOST_SERIES, YEARS = 24, 15


def _levels(tables: Tables, filters: Filters, without: tuple[str, ...] = ()) -> ir.Table:
    """The values that stand, of all series or the chosen ones, as they are shown."""
    without = (*without, "method", "growth", "quarter", "area_indicator")
    table = standing(in_scope(tables["latest"], filters, without=without), filters)
    return table.filter(table.shown.notnull())


def _of_one(table: ir.Table) -> ir.Table:
    """The rows of one series: the economy's output where there is one, else the first by name."""
    names = table.group_by("name").aggregate(rows=table.count())
    return table.semi_join(names.order_by(~is_output(names.name), "name").limit(1), "name")


@question(*latest_total("count", "series_newest"), group("name"), detail("unit"))
def series_newest(tables: Tables, filters: Filters) -> ir.Table:
    """The newest value of the chosen series, else of output: a tile's row; `before` the same period a year earlier.

    A rate has no `before`. `n` is the number of values, `name` and `unit` the series' own.
    """
    table = _of_one(_levels(tables, filters))
    now = table.aggregate(
        value=table.shown.argmax(table.day), day=table.day.max(), n=table.count(), name=table.name.max(),
        unit=table.unit.max(),
    )  # fmt: skip
    joined = table.cross_join(now.select(newest_day="day"))
    earlier = joined.filter(joined.day == (joined.newest_day - ibis.interval(years=1)).cast("date"))
    rate = is_rate(earlier.name.max()) | is_rate(earlier.unit.max())
    told = now.cross_join(earlier.aggregate(before=ibis.ifelse(rate, ibis.null("float64"), earlier.shown.max())))
    return told.select(
        value=told.value, recent=told.value, before=told.before, n=told.n, name=told.name, unit=told.unit
    )


@question(*tile_trend("count", "month"))
def series_newest_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same over its periods: `period`, `value`."""
    table = _of_one(_levels(tables, filters))
    return table.select(period=table.day, value=table.shown).order_by("period")


@question(time("day", "month"), label(), value("series_newest"))
def series_over_time(tables: Tables, filters: Filters) -> ir.Table:
    """Each series over its periods as it is shown: `day` (a period's first), `name`, `series_newest`.

    Of at most MOST_SERIES series, those of output first; the last YEARS years where no period is chosen.
    """
    table = _levels(tables, filters)
    if filters.since is None:
        table = table.cross_join(table.aggregate(newest=table.day.max()))
        table = table.filter(table.day >= (table.newest - ibis.interval(years=YEARS)).cast("date"))
    names = table.group_by("name").aggregate(rows=table.count())
    first = names.filter(names.rows > 1).order_by(~is_output(names.name), "name").limit(MOST_SERIES)
    return table.semi_join(first, "name").select("day", "name", series_newest=table.shown).order_by("name", "day")
