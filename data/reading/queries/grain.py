"""Which cube answers: the coarsest that has what the view selects by, at the grain that its period needs.

A period of up to LONGEST_BY_DAY days is read from the cubes by day. A longer one is read from the cubes by month, and
the days that it cuts off a first and a last month from those by day, so that sums are exact whatever the period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis.expr.types as ir

from data.reading.answer import NotInScopeError
from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.periods import month_after
from data.reading.queries.months import month_of
from data.reading.tables import Tables

#: Two months: beyond, thousands of services by day are more rows than those by month and two cut-off months.
LONGEST_BY_DAY = 60


@dataclass(frozen=True)
class Family:
    """Cubes that count the same at several grains, coarsest first, and the columns that are added up."""

    cubes: tuple[str, ...]
    sums: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """A period as whole months (first day of the first and of the last; None without any) and the days besides."""

    months: tuple[date, date] | None
    days: tuple[tuple[date, date], ...]


def split(since: date, until: date, first_day: date, last_day: date) -> Split:
    """The period of records from `first_day` to `last_day` that lies in [since, until], in months and days.

    A month counts as whole when the period holds all of its records.
    """
    since, until = max(since, first_day), min(until, last_day)
    if since > until:
        return Split(None, ())
    first = since.replace(day=1) if since.day == 1 or since == first_day else month_after(since)
    last = until.replace(day=1)
    if until != last_day and (until + timedelta(days=1)).day != 1:
        last = (last - timedelta(days=1)).replace(day=1)
    if first > last:
        return Split(None, ((since, until),))
    days = []
    if since < first:
        days.append((since, first - timedelta(days=1)))
    if until >= month_after(last):
        days.append((month_after(last), until))
    return Split((first, last), tuple(days))


def counted(
    tables: Tables, filters: Filters, family: Family, by: Collection[str] = (), without: Collection[str] = (),
    *, daily: bool = False,
) -> ir.Table:  # fmt: skip
    """Rows of the period with `month`, the columns `by`, those that the view selects by, and the family's sums.

    `in_scope` keeps them to the view's selections and area. `daily`: they have `day` too, whatever the period.
    Raises NotInScopeError where no cube has all of them: a dimension, or `whole_months` where only the cubes by day
    of fewer dimensions could cut a month.
    """
    needed = _needed(filters, by, without)
    by_day, by_month = _cube(tables, family, "day", needed), _cube(tables, family, "month", needed)
    if by_day is None and (daily or by_month is None):
        raise NotInScopeError(_blamed(tables, family, filters, by, without, daily=daily))
    if by_day is not None and (daily or by_month is None or _is_short(tables, filters, without)):
        return by_day.mutate(month=month_of(by_day.day))
    assert by_month is not None
    if "period" in without or (filters.since is None and filters.until is None) or tables.last_day is None:
        return by_month
    return _cut(tables, filters, by_month, by_day, ("month", *sorted(needed), *family.sums))


def _cut(
    tables: Tables, filters: Filters, by_month: ir.Table, by_day: ir.Table | None, columns: Sequence[str]
) -> ir.Table:
    """Whole months of one cube and the remaining days of the other."""
    assert tables.first_day is not None and tables.last_day is not None
    span = (tables.first_day, tables.last_day)
    parts = split(filters.since or span[0], filters.until or span[1], *span)
    if parts.days and by_day is None:
        raise NotInScopeError("whole_months")
    first, last = parts.months or (tables.last_day, tables.first_day)
    rows = by_month.filter(by_month.month.between(open_day(first), open_day(last))).select(*columns)
    for since, until in parts.days:
        assert by_day is not None
        days = by_day.filter(by_day.day.between(open_day(since), open_day(until))).mutate(month=month_of(by_day.day))
        rows = rows.union(days.select(*columns))
    return rows


def _is_short(tables: Tables, filters: Filters, without: Collection[str]) -> bool:
    if "period" in without or tables.first_day is None or tables.last_day is None:
        return False
    since, until = filters.since or tables.first_day, filters.until or tables.last_day
    return (until - since).days < LONGEST_BY_DAY


def _needed(filters: Filters, by: Collection[str], without: Collection[str]) -> set[str]:
    """The columns that the answer is grouped by or narrowed by."""
    needed = {*by, *(dimension for dimension, _ in filters.selections if dimension not in without)}
    if "area" not in without and filters.area is not None and filters.area_level > 0:
        needed.add(f"area_{filters.area_level}")
    return needed


def _named(tables: Tables, family: Family, time: str) -> Iterator[ir.Table]:
    return (tables[name] for name in family.cubes if name in tables and time in tables[name].columns)


def _cube(tables: Tables, family: Family, time: str, needed: Collection[str]) -> ir.Table | None:
    """The coarsest cube of that time with all the columns."""
    return next((cube for cube in _named(tables, family, time) if set(needed) <= set(cube.columns)), None)


def _blamed(
    tables: Tables, family: Family, filters: Filters, by: Collection[str], without: Collection[str], *, daily: bool
) -> str:
    """The selection without which a cube could answer; else the first one."""
    names = [dimension for dimension, _ in filters.selections if dimension not in without]
    if filters.area is not None and "area" not in without:
        names.append("area")
    for name in reversed(names):
        needed = _needed(filters, by, (*without, name))
        if any(_cube(tables, family, time, needed) is not None for time in (("day",) if daily else ("day", "month"))):
            return name
    return names[0] if names else "period"
