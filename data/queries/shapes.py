"""The shapes that more than one domain answers in: a tile's total, a quantile from a histogram, areas to shade."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from data.answer import NotInScopeError
from data.filters import Filters
from data.queries.scope import comparison, in_scope
from data.statements import open_day
from data.tables import Tables

log = logging.getLogger(__name__)
#: A last month is drawn when the records reach this day of it, a first one when they begin by that day.
LAST_MONTH_FROM_DAY, FIRST_MONTH_TO_DAY = 28, 4


def totals(tables: Tables, filters: Filters, measured: Callable[[Filters], ir.Table]) -> ir.Table:
    """A tile's row: `value` of the view, `recent` and `before` of the pair that is compared, `n` behind the value.

    `measured` gives one row `value`, `n` for a view. `before` is None where the records do not reach back that far:
    a part of a year is no year to compare with. `recent` is None too where only whole months are known of it.
    """
    found = several_totals(tables, filters, measured, ("value",))
    return found.select("value", recent="value_recent", before="value_before", n="n")


def several_totals(
    tables: Tables, filters: Filters, measured: Callable[[Filters], ir.Table], names: Sequence[str]
) -> ir.Table:
    """A row of several tiles: of each name `<name>`, `<name>_recent` and `<name>_before`, as `totals` has them.

    `measured` gives one row with those names for a view; what else it gives of the view itself is kept.
    """
    recent, before = comparison(filters, tables)
    whole = measured(filters)
    if recent == before or (recent.since, recent.until) == (filters.since, filters.until):
        now = whole.select(**{f"{name}_recent": name for name in names})
    else:
        now = _where_known(recent, measured, whole, names, "recent")
    reaches = tables.first_day is not None and before.since is not None and before.since >= tables.first_day
    then = _where_known(before if reaches else None, measured, whole, names, "before")
    return whole.cross_join(now).cross_join(then)


def _where_known(
    view: Filters | None, measured: Callable[[Filters], ir.Table], whole: ir.Table, names: Sequence[str], when: str
) -> ir.Table:
    """One row `<name>_<when>` of what is measured of the view; None without a view or where no cube has it."""
    if view is not None:
        try:
            return measured(view).select(**{f"{name}_{when}": name for name in names})
        except NotInScopeError:
            log.debug("%s is not known of %s", when, view)
    return whole.select(**{f"{name}_{when}": ibis.null(whole[name].type()) for name in names})


def share(part: ir.NumericValue, whole: ir.NumericValue) -> ir.NumericValue:
    """part / whole as a fraction; None where the whole is 0."""
    return part.cast("float64") / whole.nullif(0)


def month_of(day: ir.DateValue) -> ir.DateValue:
    """First day of the day's month, as a date: DuckDB's date_trunc gives a time of day with it."""
    return ibis.date(day.year(), day.month(), 1)


def monthly(table: ir.Table, **sums: Any) -> ir.Table:
    """Sums by `month` of a table with `day`, oldest first; a month without records is absent."""
    return table.group_by(month=month_of(table.day)).aggregate(**sums).order_by("month")


def finished(months: ir.Table, tables: Tables) -> ir.Table:
    """The months without a first or last one that the records cover in part only: its rise or drop would be none.

    Where that leaves no month, all of them: what there is to see of a few weeks.
    """
    first, last = tables.first_day, tables.last_day
    if first is None or last is None:
        return months
    begins = first.replace(day=1) if first.day <= FIRST_MONTH_TO_DAY else month_after(first)
    ends = month_after(last) if last.day >= LAST_MONTH_FROM_DAY else last.replace(day=1)
    if begins >= ends:
        return months
    return months.filter(months.month >= begins, months.month < ends)


def every_month(months: ir.Table, tables: Tables, column: str) -> ir.Table:
    """`month` and the column for each month that the records cover, 0 where `months` lacks it; nothing of nothing."""
    first, last = tables.first_day, tables.last_day
    if first is None or last is None:
        return months
    begin, end = (12 * day.year + day.month - 1 for day in (first, last))
    numbers = ibis.range(begin, end + 1).unnest().name("number").as_table()
    covered = numbers.select(month=ibis.date(numbers.number // 12, numbers.number % 12 + 1, 1))
    covered = covered.filter(months.count().as_scalar() > 0)
    both = covered.left_join(months, "month")
    return both.select("month", **{column: both[column].fill_null(0)})


def month_after(day: date) -> date:
    """The first day of the month after that day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def with_last_year(months: ir.Table, filters: Filters, column: str) -> ir.Table:
    """`month`, the column and `<column>_last_year`, of the view's months; `months` are given without the period."""
    next_year = ibis.date(months.month.year() + 1, months.month.month(), 1)
    earlier = months.select(month=next_year, **{f"{column}_last_year": months[column]})
    both = months.left_join(earlier, "month").select("month", column, f"{column}_last_year")
    return in_scope(both, period_only(filters)).order_by("month")


def period_only(filters: Filters) -> Filters:
    """The view with its period alone."""
    return replace(filters, area=None, area_level=0, selections=())


def quantile(histogram: ir.Table, at: float, by: Sequence[str] = ()) -> ir.Table:
    """That quantile from a histogram, as `value`, with `n`: see `quantiles`."""
    return quantiles(histogram, {"value": at}, by)


def quantiles(histogram: ir.Table, at: Mapping[str, float], by: Sequence[str] = ()) -> ir.Table:
    """Quantiles from a histogram with `bucket`, `counted` and `total` (sum of the values), by the given columns.

    Each is the mean of the bucket in which it lies, so it is exact where a bucket holds one value only, and within the
    width of a bucket elsewhere; `n` is the number of values. Without `by` always one row.
    """
    keys = list(by)
    merged = histogram.group_by([*keys, "bucket"]).aggregate(
        counted=histogram.counted.sum(), total=histogram.total.sum()
    )
    upwards = ibis.window(group_by=keys, order_by="bucket", preceding=None, following=0)
    ranked = merged.mutate(
        below=merged.counted.sum().over(upwards), every=merged.counted.sum().over(ibis.window(group_by=keys))
    )
    # What lies below the lowest quantile is behind none of them.
    ranked = ranked.filter(ranked.below >= ranked.every * min(at.values()))
    first = {name: _mean_where(ranked, ranked.below >= ranked.every * share_below) for name, share_below in at.items()}
    first["n"] = ranked.every.max().fill_null(0)
    return ranked.group_by(keys).aggregate(**first) if keys else ranked.aggregate(**first)


def _mean_where(ranked: ir.Table, reached: ir.BooleanValue) -> ir.NumericValue:
    """The mean of the lowest bucket that is reached."""
    total, counted = (column.argmin(ranked.bucket, where=reached) for column in (ranked.total, ranked.counted))
    return total.cast("float64") / counted


def named(table: ir.Table, language: str, word: str = "name") -> ir.StringValue:
    """The name in that language, else in English, of an area, a service, a payee: of columns `<word>_<language>`."""
    column, english = f"{word}_{language}", table[f"{word}_en"]
    return ibis.coalesce(table[column], english) if column in table.columns else english


def lowest_level(table: ir.Table) -> int:
    """How many levels of areas lie below the city, by the table's `area_<level>` columns."""
    return sum(f"area_{level}" in table.columns for level in range(1, 10))


def shaded_level(table: ir.Table, filters: Filters) -> int:
    """The level a map shades: one below the chosen area, and at the lowest level the level itself."""
    return min(filters.area_level + 1, lowest_level(table))


def _parent(tables: Tables, filters: Filters) -> Any:
    """The area id of the parent of the chosen area, as a scalar of the snapshot itself."""
    areas = tables["areas"]
    return areas.filter(areas.area_id == filters.area).select("parent_id").as_scalar()


def in_frame(tables: Tables, table: ir.Table, filters: Filters, without: Sequence[str] = ()) -> ir.Table:
    """The rows of the view that lie in what the map shows: the chosen area, or at the lowest level its parent."""
    kept = in_scope(table, filters, (*without, "area"))
    if filters.area is None:
        return kept
    if filters.area_level < lowest_level(table):
        return kept.filter(kept[f"area_{filters.area_level}"] == filters.area)
    above = filters.area_level - 1
    return kept.filter(kept[f"area_{above}"] == _parent(tables, filters)) if above else kept


def areas_shown(tables: Tables, filters: Filters, level: int) -> ir.Table:
    """The areas that the map shows: those of that level under the chosen area, or its neighbours under its parent."""
    areas = tables["areas"]
    areas = areas.filter(areas.level == level)
    if filters.area is None:
        return areas
    parent = filters.area if level > filters.area_level else _parent(tables, filters)
    return areas.filter(areas.parent_id == parent)


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


def shaded(
    tables: Tables,
    filters: Filters,
    table: ir.Table,
    measure: str,
    measured: Callable[[ir.Table, str], ir.Table],
    worth: Callable[[ir.Table], ir.Value] | None = None,
) -> ir.Table:
    """A map's answer: `area_id`, `name`, `<measure>`, `n`, `population`, `status`, one row an area that is shown.

    `measured(rows, column)` groups rows of the view by that column and gives it, `n` and `value`; `worth` may compute
    the value from the joined row instead (a rate per resident). `status` is shown, suppressed or none (nothing there).
    """
    level = shaded_level(table, filters)
    column = f"area_{level}"
    shown = areas_shown(tables, filters, level)
    found = measured(in_frame(tables, table, filters), column)
    found = found.rename(found_area=column)
    joined = shown.left_join(found, shown.area_id == found.found_area)
    joined = joined.mutate(n=joined.n.fill_null(0), shown_name=named(joined, filters.language))
    ruled = suppressed(joined, tables["disclosure"])
    value = worth(ruled) if worth else ruled.value
    return ruled.select(
        area_id=ruled.area_id,
        name=ruled.shown_name,
        **{measure: ibis.ifelse(ruled.hidden, None, value)},
        n=ibis.ifelse(ruled.hidden, None, ruled.n),
        population=ruled.population,
        status=ibis.cases((ruled.hidden, "suppressed"), (ruled.n == 0, "none"), else_="shown"),
    ).order_by("area_id")


def places(tables: Tables, filters: Filters, table: ir.Table, counted: Callable[[ir.Table], Any]) -> ir.Table:
    """The line under a map: one row `mapped`, `unmatched`, `suppressed`, `total`; `counted` sums a table's records."""
    level = shaded_level(table, filters)
    column = f"area_{level}"
    rows = in_frame(tables, table, filters)
    shown = areas_shown(tables, filters, level).select("area_id")
    by_area = rows.group_by(column).aggregate(n=counted(rows)).rename(found_area=column)
    ruled = suppressed(shown.inner_join(by_area, shown.area_id == by_area.found_area), tables["disclosure"])
    sums = ruled.aggregate(
        mapped=ibis.ifelse(ruled.hidden, 0, ruled.n).sum().fill_null(0),
        suppressed=ibis.ifelse(ruled.hidden, ruled.n, 0).sum().fill_null(0),
    )
    line = sums.cross_join(rows.aggregate(total=counted(rows).fill_null(0)))
    return line.select(
        mapped=line.mapped,
        unmatched=line.total - line.mapped - line.suppressed,
        suppressed=line.suppressed,
        total=line.total,
    )


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
