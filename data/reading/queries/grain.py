"""Which cube answers: the coarsest that has what the view selects by, at the grain that its period needs.

A period of up to LONGEST_BY_DAY days is read from the cubes by day. A longer one is read from the cubes by month, and
the days that it cuts off a first and a last month from those by day, so that sums are of exactly the period. Where
counts are perturbed, whole months are read by month however short the period is: a month is perturbed once, its days
thirty times.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from data.reading.answer import NotInScopeError
from data.reading.compiled_sql import open_day
from data.reading.disclosure import Measures, bases, perturbed
from data.reading.filters import Filters
from data.reading.periods import grain_of, month_after
from data.reading.queries.months import month_of, period_only
from data.reading.queries.scope import in_scope
from data.reading.schema import Grain
from data.reading.tables import Tables

#: Two months: beyond, thousands of services by day are more rows than those by month and two cut-off months.
LONGEST_BY_DAY = 60


@dataclass(frozen=True)
class Family:
    """Cubes that count the same at several grains, coarsest first, and the columns that are added up."""

    cubes: tuple[str, ...]
    measures: Measures


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


def grain_in_view(
    filters: Filters, tables: Tables | None, family: Family | None = None, by: Collection[str] = (),
    without: Collection[str] = (),
) -> Grain:  # fmt: skip
    """By what a chart of the view goes: days under LONGEST_BY_DAY of `periods`, else months; months too where no cube
    of the family by day has the columns."""
    since, until = filters.since, filters.until
    if since is None or until is None or grain_of((since, until)) != "day":
        return "month"
    if tables is None or family is None:
        return "day"
    found = _cube(tables, family, "day", _needed(filters, by, ("period", *without)))
    return "day" if found is not None else "month"


def counted(
    tables: Tables, filters: Filters, family: Family, by: Collection[str] = (), without: Collection[str] = (),
    *, daily: bool = False, sums: Collection[str] = (),
) -> ir.Table:  # fmt: skip
    """Rows of the period with `month`, the columns `by`, those that the view selects by, and the family's sums.

    `in_scope` keeps them to the view's selections and area. `daily`: they have `day` too, whatever the period. `sums`:
    those that are needed; none names all. Counts of people with a floor come perturbed, a cell a row, with these
    columns only. Raises NotInScopeError where no cube has all of them: a dimension, or `whole_months` where only the
    cubes by day of fewer dimensions could cut a month.
    """
    if sums:
        family = replace(family, measures=family.measures.only(sums))
    asked = _Asked(tables, family, filters, frozenset(_needed(filters, by, without)), frozenset(without))
    by_day, by_month = asked.cube("day"), asked.cube("month")
    if by_day is None and (daily or by_month is None):
        raise NotInScopeError(_blamed(tables, family, filters, by, without, daily=daily))
    if by_day is not None and (daily or by_month is None or _is_short(tables, filters, without)):
        rows = asked.rows(
            "day", lambda cube: in_scope(cube, period_only(filters), without) if _has_floor(tables) else cube
        )
        return rows.mutate(month=month_of(rows.day))
    if "period" in without or (filters.since is None and filters.until is None) or tables.last_day is None:
        return asked.rows("month", lambda cube: cube)
    return _cut(asked)


@dataclass(frozen=True)
class _Asked:
    """A view's question to a family of cubes: the columns that the rows must have, the choices that are left out."""

    tables: Tables
    family: Family
    filters: Filters
    needed: frozenset[str]
    without: frozenset[str]

    def cube(self, time: str) -> ir.Table | None:
        """The coarsest cube of that time with the columns; None where there is none."""
        return _cube(self.tables, self.family, time, self.needed)

    def rows(self, time: str, within: Callable[[ir.Table], ir.Table]) -> ir.Table:
        """The rows of that cube that `within` gives; perturbed where counts of people have a floor."""
        cube = self.cube(time)
        assert cube is not None
        if not _has_floor(self.tables):
            return within(cube)
        groups = [(within(self._group(time, base)), (time, *sorted(base))) for base in bases(self.needed, time)]
        return perturbed(self.tables, within(cube), (time, *sorted(self.needed)), self.family.measures, groups)

    def _group(self, time: str, columns: frozenset[str]) -> ir.Table:
        """The coarsest cube with those columns, kept to the view's selections of them."""
        cube = _cube(self.tables, self.family, time, columns)
        assert cube is not None
        left_out = {"period", "area", *self.without, *(self.needed - columns)}
        return in_scope(cube, self.filters, left_out)


def _has_floor(tables: Tables) -> bool:
    return tables.small_cell_floor > 0


def _cut(asked: _Asked) -> ir.Table:
    """Whole months of one cube and the remaining days of the other."""
    tables, filters = asked.tables, asked.filters
    assert tables.first_day is not None and tables.last_day is not None
    span = (tables.first_day, tables.last_day)
    parts = split(filters.since or span[0], filters.until or span[1], *span)
    if parts.days and asked.cube("day") is None:
        raise NotInScopeError("whole_months")
    columns = ("month", *sorted(asked.needed), *asked.family.measures.sums)
    pieces = []
    if parts.months or not (parts.days and _has_floor(tables)):
        first, last = parts.months or (tables.last_day, tables.first_day)
        pieces.append(asked.rows("month", _between("month", first, last)).select(*columns))
    for since, until in parts.days:
        days = asked.rows("day", _between("day", since, until))
        pieces.append(days.mutate(month=month_of(days.day)).select(*columns))
    return ibis.union(*pieces) if len(pieces) > 1 else pieces[0]


def _between(time: str, first: date, last: date) -> Callable[[ir.Table], ir.Table]:
    return lambda cube: cube.filter(cube[time].between(open_day(first), open_day(last)))


def _is_short(tables: Tables, filters: Filters, without: Collection[str]) -> bool:
    if _has_floor(tables) or "period" in without or tables.first_day is None or tables.last_day is None:
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
    known = {**tables, **tables.people}  # those of people are given out by `_Asked.rows` alone, perturbed
    return (known[name] for name in family.cubes if name in known and time in known[name].columns)


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
