"""Charts over time: the whole days, weeks or months of a view, each there, beside the same of a year earlier.

What a view or the records cut of a first and a last week or month is left out of every chart, so that none seems to
fall at its ends; the tile has those days too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import ibis
import ibis.expr.types as ir

from data.reading.answer import Columns, NotInScopeError
from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.periods import (
    GRAINS,
    SAME_WEEKDAY,
    STEPS,
    Period,
    a_year_of_periods_earlier,
    days_with_records,
    grain_of,
    months_and_days,
    months_back,
    whole_periods,
)
from data.reading.queries.months import month_of
from data.reading.schema import Grain
from data.reading.tables import Tables

#: Stands for the ends of a view where there are no records.
NO_DAY = date(1970, 1, 1)


def span_of(filters: Filters, tables: Tables) -> tuple[date, date] | None:
    """The days of the view that the records have whole; None where they have none."""
    if tables.first_day is None or tables.last_whole_day is None:
        return None
    return days_with_records(filters.since, filters.until, tables.first_day, tables.last_whole_day)


def grain_of_view(filters: Filters, tables: Tables | None) -> Grain:
    """By what a chart of the view goes (`grain_of` in periods.py), by the days of it that have records; by what the
    view asks for, where that is coarser."""
    if tables is None:
        span = (filters.since, filters.until) if filters.since and filters.until else None
    else:
        span = span_of(filters, tables)
    coarser = max(grain_of(span) if span else "month", filters.grain or "day", key=GRAINS.index)
    grain: Grain = coarser  # type: ignore[assignment]
    return grain


def whole_in_view(filters: Filters, tables: Tables, grain: Grain) -> Filters:
    """The view of the whole periods of that grain in it. Raises NotInScopeError (`whole_months`) where it has none."""
    since, until = filters.since or filters.until or NO_DAY, filters.until or filters.since or NO_DAY
    if span_of(filters, tables) is None:
        return replace(filters, since=since, until=until)
    whole = _whole_periods(tables, filters.since, filters.until, grain)
    if whole is None:
        raise NotInScopeError("whole_months")
    return replace(filters, since=whole[0], until=whole[1])


def _whole_periods(tables: Tables, since: date | None, until: date | None, grain: Grain) -> Period | None:
    first, last, whole = tables.first_day, tables.last_day, tables.whole_until
    if first is None or last is None or whole is None:
        return None
    return whole_periods(since, until, first, last, whole, grain)


def whole_months_only(filters: Filters, tables: Tables) -> Filters:
    """The view, of what is known by month only. Raises NotInScopeError (`whole_months`) where it cuts a month."""
    first, last = tables.first_day, tables.last_day
    if first is not None and last is not None and months_and_days(filters.since, filters.until, first, last)[1]:
        raise NotInScopeError("whole_months")
    return filters


def period_of(day: ir.DateValue, grain: Grain) -> ir.DateValue:
    """The first day of the day's week (its Monday) or month, or the day itself."""
    if grain == "month":
        return month_of(day)
    # DuckDB's date_trunc gives a time of day with it.
    return day.cast("timestamp").truncate("W").cast("date") if grain == "week" else day


def by_period(rows: ir.Table, grain: Grain) -> ir.Table:
    """Rows of days (or of months, with `month`) with a column of the grain's name, `day`, `week` or `month`."""
    return rows if grain in rows.columns else rows.mutate(**{grain: period_of(rows.day, grain)})


def every_period(view: Filters, grain: Grain) -> ir.Table:
    """One column of the grain's name: the first day of each period of a view of whole ones."""
    assert view.since is not None
    assert view.until is not None
    first, last = open_day(view.since), open_day(view.until)
    if grain == "month":
        numbers = ibis.range(12 * first.year() + first.month() - 1, 12 * last.year() + last.month())
        each = numbers.unnest().name("number").as_table()
        return each.select(month=ibis.date(each.number // 12, each.number % 12 + 1, 1))
    step = 7 if grain == "week" else 1
    days = ibis.range(0, last.delta(first, unit="day") + 1, step).unnest().name("number").as_table()
    return days.select(**{grain: (first.cast("timestamp") + days.number.as_interval("D")).cast("date")})


def with_zeros(periods: ir.Table, view: Filters, grain: Grain, column: str) -> ir.Table:
    """The grain's column and the count of each period of the view, 0 where `periods` lacks it; nothing of nothing."""
    each = every_period(view, grain)
    both = each.filter(periods.count().as_scalar() > 0).left_join(periods, grain)
    return both.select(grain, **{column: both[column].fill_null(0)})


def beside_a_year_earlier(
    tables: Tables, view: Filters, grain: Grain, measured: Callable[[Filters], ir.Table], column: str, *,
    counts: bool = True,
) -> ir.Table:  # fmt: skip
    """The grain's column, the column and `<column>_last_year`: the same months, or weeks and weekdays, a year earlier.

    `measured` gives the first two of a view of whole periods. What `counts` is 0 in periods without any, as long as one
    has some; of what does not, `measured` gives `n` too, the cases behind it, and the answer `n` and `n_last_year`.
    None of a year earlier that the records do not reach.
    """
    columns = (column,) if counts else (column, "n")
    assert view.since is not None
    assert view.until is not None
    now = measured(view)
    now = with_zeros(now, view, grain, column) if counts else now
    earlier = a_year_earlier(tables, view, grain)
    if earlier is None:
        nothing = {f"{name}_last_year": ibis.null(now[name].type()) for name in columns}
        return now.select(grain, *columns, **nothing).select(grain, *_with_last_year(columns)).order_by(grain)
    then = measured(earlier)
    then = with_zeros(then, earlier, grain, column) if counts else then
    renamed = {f"{name}_last_year": then[name] for name in columns}
    then = then.select(**{grain: _a_year_on(then[grain], grain)}, **renamed)
    return now.left_join(then, grain).select(grain, *_with_last_year(columns)).order_by(grain)


def a_year_earlier(tables: Tables, view: Filters, grain: Grain) -> Filters | None:
    """The same months, or weeks and weekdays, a year earlier, as far as the records reach; None where they do not."""
    assert view.since is not None
    assert view.until is not None
    since, until = a_year_of_periods_earlier((view.since, view.until), grain)
    known = _whole_periods(tables, since, until, grain)
    return known and replace(view, since=known[0], until=known[1])


def told_beside_a_year_earlier(
    tables: Tables, view: Filters, grain: Grain, found: Columns, column: str
) -> Columns:  # fmt: skip
    """What `beside_a_year_earlier` answers of a count, from an answer that has it of both views, in no order."""
    counted = dict(zip(found[grain], found[column], strict=True))
    now = _with_zeros_told(counted, view, grain)
    earlier = a_year_earlier(tables, view, grain)
    then = {} if earlier is None else _with_zeros_told(counted, earlier, grain)
    ahead = {_day_a_year_on(start, grain): number for start, number in then.items()}
    return {grain: list(now), column: list(now.values()), f"{column}_last_year": [ahead.get(start) for start in now]}


def _with_zeros_told(counted: Mapping[str, int], view: Filters, grain: Grain) -> dict[str, int]:
    assert view.since is not None
    assert view.until is not None
    start, found = view.since, dict[str, int]()
    while start <= view.until:
        found[start.isoformat()] = counted.get(start.isoformat(), 0)
        start = STEPS[grain](start)
    return found if found.keys() & counted.keys() else {}


def _day_a_year_on(start: str, grain: Grain) -> str:
    day = date.fromisoformat(start)
    return (months_back(day, -12) if grain == "month" else day + SAME_WEEKDAY).isoformat()


def _with_last_year(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for name in columns for each in (name, f"{name}_last_year"))


def _a_year_on(start: ir.DateValue, grain: Grain) -> ir.DateValue:
    if grain == "month":
        return ibis.date(start.year() + 1, start.month(), 1)
    return (start.cast("timestamp") + ibis.interval(days=SAME_WEEKDAY.days)).cast("date")


def running_sum(moves: ir.Table, view: Filters, grain: Grain, column: str) -> ir.Table:
    """The grain's column and the sum of the column over each period and all before it, for each period of the view.

    `moves`: the grain's column, the column. A period without a move carries the number on; what moved before the first
    is in it.
    """
    assert view.since is not None
    assert view.until is not None
    within = moves.filter(moves[grain] <= open_day(view.until))
    within = within.mutate(**{grain: ibis.greatest(within[grain], open_day(view.since))})
    sums = within.group_by(grain).aggregate(**{column: within[column].sum()})
    both = every_period(view, grain).left_join(sums, grain)
    each = both.select(grain, **{column: both[column].fill_null(0)})
    upwards = ibis.window(order_by=grain, preceding=None, following=0)
    return each.select(grain, **{column: each[column].sum().over(upwards)})


def days_of_view(filters: Filters, tables: Tables) -> ir.Table:
    """`day`: each day of the view's period that the records cover; none without records."""
    span = span_of(filters, tables)
    days = every_period(replace(filters, since=span[0] if span else NO_DAY, until=span[1] if span else NO_DAY), "day")
    return days if span else days.filter(ibis.literal(False))
