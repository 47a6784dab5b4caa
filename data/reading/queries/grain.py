"""Which cube answers: the coarsest that has what the view selects by, at the grain that its period needs.

A period that is drawn by day (`grain_of` in periods.py) is read from the cubes by day. A longer one is read from the
cubes by month, and the days that it cuts off a first and a last month from those by day, so that sums are of exactly
the period. Where counts are perturbed, whole months are read by month however short the period is: a month is perturbed
once, its days thirty times.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis
import ibis.expr.types as ir

from data.published.cell_keys import RECORD_KEY
from data.published.people_counted import AFTER_ALL, BREAKDOWN, SHOWN_BY, Measures, bases, breakdown_of, cell_columns
from data.reading.answer import NotInScopeError
from data.reading.compiled_sql import open_day
from data.reading.disclosure import added_up, cells_of_many, in_64_bits, perturbed, with_days
from data.reading.filters import Filters
from data.reading.periods import month_end, month_start, months_and_days
from data.reading.queries.months import month_of, period_only
from data.reading.queries.over_time import by_period, every_period, grain_of_view, period_of
from data.reading.queries.scope import in_scope
from data.reading.schema import Grain
from data.reading.tables import Tables

#: What a reader chooses beside an area and a period.
CHOICES = frozenset({"department", "channel", "service", "life_area", "nature"})
#: The last day of a week, counted from Monday, which is 0.
SUNDAY = 6


@dataclass(frozen=True)
class Family:
    """Cubes that count the same at several grains, coarsest first, and the columns that are added up.

    `shown`: how the tables are called, by the unit of time, that have cells of people as publishing perturbed them; one
    that is named later may have fewer of the measures.
    """

    cubes: tuple[str, ...]
    measures: Measures
    shown: tuple[str, ...] = ()


def grain_in_view(filters: Filters, tables: Tables | None, family: Family, by: Collection[str] = ()) -> Grain:
    """By what a chart of the view goes (`grain_of` in periods.py); months where no cube of the family by day answers,
    and in place of weeks where only the finest of those that tell a reader's choices apart would, which has up to a row
    a record."""
    grain = grain_of_view(filters, tables)
    if tables is None or grain == "month":
        return grain
    daily = list(_named(tables, family, "day"))
    found = _cube(tables, family, "day", _needed(filters, by, ("period",)))
    is_finest = any(CHOICES & set(cube.columns) for cube in daily[:-1]) and found is daily[-1]
    return "month" if found is None or (grain == "week" and is_finest) else grain


def counted(
    tables: Tables, filters: Filters, family: Family, by: Collection[str] = (), without: Collection[str] = (),
    *, grain: Grain = "month", sums: Collection[str] = (),
) -> ir.Table:  # fmt: skip
    """Rows of the period with `month`, the columns `by`, those that the view selects by, and the family's sums.

    `in_scope` keeps them to the view's selections and area; they are of the period alone, which need not be asked for
    again. `grain`: day or week, which they have a column of then, whatever the period; weeks are whole. `sums`: those
    that are needed; none names all. Counts of people with a floor come perturbed, a cell a row, with these columns
    only. Raises NotInScopeError where no cube has all of them: a dimension, or `whole_months` where only the cubes by
    day of fewer dimensions could cut a month.
    """
    if sums:
        family = replace(family, measures=family.measures.only(sums))
    asked = _Asked(tables, family, filters, frozenset(_needed(filters, by, without)), frozenset(without))
    by_day, by_month = asked.cube("day"), _cube(tables, family, "month", asked.needed)
    daily = grain != "month"

    def in_period(cube: ir.Table) -> ir.Table:
        return in_scope(cube, period_only(filters), without)

    if by_day is None and (daily or by_month is None):
        raise NotInScopeError(_blamed(tables, family, filters, by, without, daily=daily))
    # Without perturbation the days of a month add up to it; with it a month is one cell, whichever cube has it.
    days_will_do = by_month is None and not _has_floor(tables)
    if by_day is not None and (daily or days_will_do or _is_short(tables, filters, without)):
        rows = asked.counted("week" if grain == "week" else "day", in_period)
        return rows if grain == "week" else rows.mutate(month=month_of(rows.day))
    if "period" in without or (filters.since is None and filters.until is None) or tables.last_day is None:
        return asked.counted("month", in_period)
    return _cut(asked)


def standing(
    tables: Tables, filters: Filters, family: Family, view: Filters, grain: Grain, by: Collection[str] = ()
) -> ir.Table:
    """A stock at the end of each period of `view`, which is of whole ones: a column of the grain, those of `by` and
    those that `filters` selects by, and the family's sums. `in_scope` keeps them to the selections and the area.

    The family's cubes count what came and what left; at the end of a period stands the sum up to it. People with a
    floor come perturbed, as those who then stand there. Raises NotInScopeError (a dimension, `area`) where no cube has
    all of the columns.
    """
    needed = frozenset(_needed(filters, by, {"period"}))
    asked = _Asked(tables, family, filters, needed, frozenset({"period"}), sums_up_from=view.since)
    cube = asked.cube(grain)
    if cube is None:
        raise NotInScopeError(_blamed(tables, family, filters, by, {"period"}, daily=grain != "month"))
    known = _known_at_ends(asked, view, grain)
    if known is not None:
        return known
    return asked.rows(grain, lambda moves: _sums_up_to(moves, view, grain, asked.counted_by, family.measures.sums))


def _known_at_ends(asked: _Asked, view: Filters, grain: Grain) -> ir.Table | None:
    """A stock as publishing perturbed it, of which it knows the days and months of the records and the end of all."""
    assert view.since is not None and view.until is not None
    last, span = asked.tables.last_day, [(view.since, view.until)]
    if last is None:
        return None
    if grain == "month":
        reached = view.until <= month_end(last) or view.since == AFTER_ALL
        return asked.shown("month", _between("month", span)) if reached else None
    rows = asked.shown("day", _between("day", span)) if view.until <= last else None
    return _at_week_ends(rows) if rows is not None and grain == "week" else rows


def _at_week_ends(days: ir.Table) -> ir.Table:
    """Of rows of a stock by day those of the days with which weeks end, as these weeks'."""
    days = days.filter(days.day.day_of_week.index() == SUNDAY)
    return days.mutate(week=period_of(days.day, "week")).drop("day")


def _sums_up_to(
    moves: ir.Table, view: Filters, grain: Grain, columns: Collection[str], sums: Collection[str]
) -> ir.Table:
    """The sums (and record keys) of the moves up to the end of each period of the view, by those of the columns."""
    assert view.since is not None and view.until is not None
    first, last = open_day(view.since), open_day(view.until)
    by = sorted(set(columns) & set(moves.columns))
    added = [*sums, *(name for name in moves.columns if name == RECORD_KEY)]
    moved = moves.filter(moves[grain] <= last).mutate(moved_in=ibis.greatest(moves[grain], first))
    once = moved.group_by("moved_in", *by).aggregate(**{name: moved[name].sum().cast("int64") for name in added})
    ends = every_period(view, grain)
    so_far = ends.join(once, once.moved_in <= ends[grain])
    return so_far.group_by(grain, *by).aggregate(**{name: so_far[name].sum() for name in added})


@dataclass(frozen=True)
class _Asked:
    """A view's question to a family of cubes: the columns that the rows must have, the choices that are left out."""

    tables: Tables
    family: Family
    filters: Filters
    needed: frozenset[str]
    without: frozenset[str]
    #: Of a stock: the start of its first period. What moved before that is needed as one sum.
    sums_up_from: date | None = None

    @property
    def counted_by(self) -> frozenset[str]:
        """The columns by which people are counted before they are perturbed; those of the rows where none are."""
        return cell_columns(self.needed) if _has_floor(self.tables) else self.needed

    def cube(self, time: Grain) -> ir.Table | None:
        """The coarsest cube of that time with the columns, else that of days by it; None where there is neither."""
        return self._cube(time, self.needed)

    def _cube(self, time: Grain, columns: Collection[str]) -> ir.Table | None:
        cube = _cube(self.tables, self.family, time, columns)
        if cube is None:
            cube = _cube(self.tables, self.family, "day", columns)
        if cube is None or "day" not in cube.columns:
            return cube
        return self._after_whole_months(by_period(cube, time), time, columns)

    def _after_whole_months(self, days: ir.Table, time: Grain, columns: Collection[str]) -> ir.Table:
        """The rows by day; of a stock those of its first month and on, and what moved in the months before as rows of
        its first period: a year of weeks needs a year of days then, and not all that are known."""
        columns = {*columns, *self.counted_by} & set(days.columns)
        months = _cube(self.tables, self.family, "month", columns)
        if self.sums_up_from is None or months is None:
            return days
        added = [*self.family.measures.sums, *(name for name in days.columns if name == RECORD_KEY)]
        first_month = open_day(month_start(self.sums_up_from))
        before = months.filter(months.month < first_month).mutate(**{time: open_day(self.sums_up_from)})
        return _together([before, days.filter(days.day >= first_month)], (time, *sorted(columns), *added))

    def rows(self, time: Grain, within: Callable[[ir.Table], ir.Table]) -> ir.Table:
        """The rows of that cube that `within` gives; perturbed where counts of people have a floor."""
        if not _has_floor(self.tables):
            cube = self.cube(time)
            assert cube is not None
            return within(cube)
        measures = self.family.measures
        shown = perturbed(self.tables, self.cells(time, within), (time, *sorted(self.counted_by)), measures)
        return shown.select(time, *sorted(self.needed), *measures.sums)

    def counted(self, time: Grain, within: Callable[[ir.Table], ir.Table]) -> ir.Table:
        """The same of what came, as publishing perturbed it where it did."""
        known = self.shown(time, within)
        return self.rows(time, within) if known is None else known

    def shown(self, time: Grain, within: Callable[[ir.Table], ir.Table]) -> ir.Table | None:
        """The rows that `within` gives of the cells as publishing perturbed them; None where it did not."""
        breakdown, measures = breakdown_of(self.counted_by), self.family.measures
        table = self._shown_table(time, breakdown)
        if table is None:
            return None
        rows = with_days(self.tables, within(table.filter(table[BREAKDOWN] == breakdown)), self.needed)
        amounts = {name: rows[of] * rows.days for name, of in measures.amounts.items() if name not in rows.columns}
        sums = [name for name in measures.sums if name not in amounts]
        return rows.select(time, *sorted(self.needed), *sums, **amounts)

    def _shown_table(self, time: Grain, breakdown: str) -> ir.Table | None:
        """The first of the tables that has the cells so broken down, and the family's measures of them."""
        wanted = set(added_up(self.counted_by, self.family.measures))
        for shown in self.family.shown:
            name = f"{shown}_{SHOWN_BY[time]}"
            if breakdown in self.tables.breakdowns(name) and wanted <= set(self.tables.columns_of(name)):
                return self.tables[name]
        return None

    def cells(self, time: Grain, within: Callable[[ir.Table], ir.Table]) -> ir.Table:
        """The true cells of people in the rows that `within` gives, to be perturbed before anybody sees them."""
        cube = self.cube(time)
        assert cube is not None
        by = self.counted_by
        groups = [(within(self._group(time, base)), (time, *sorted(base))) for base in bases(by, time)]
        return cells_of_many(self.tables, within(cube), (time, *sorted(by)), self.family.measures, groups)

    def _group(self, time: Grain, columns: frozenset[str]) -> ir.Table:
        """The coarsest cube with those columns, kept to the view's selections of them and to its area."""
        cube = self._cube(time, columns)
        assert cube is not None
        left_out = {"period", *self.without, *(self.needed - columns)}
        if f"area_{self.filters.area_level}" not in columns:
            left_out.add("area")
        return in_scope(cube, self.filters, left_out)


def _has_floor(tables: Tables) -> bool:
    return tables.small_cell_floor > 0


def _cut(asked: _Asked) -> ir.Table:
    """Whole months of one cube and the remaining days of the other."""
    tables, filters = asked.tables, asked.filters
    assert tables.first_day is not None and tables.last_day is not None
    span = (tables.first_day, tables.last_day)
    months, parts = months_and_days(filters.since, filters.until, *span)
    if parts and asked.cube("day") is None:
        raise NotInScopeError("whole_months")
    pieces: list[tuple[Grain, Callable[[ir.Table], ir.Table]]] = []
    if months or not (parts and _has_floor(tables)):
        pieces.append(("month", _between("month", [months or (tables.last_day, tables.first_day)])))
    if parts:
        pieces.append(("day", _between("day", parts)))
    keys = ("month", *sorted(asked.needed))
    sums = asked.family.measures.sums
    if not _has_floor(tables):
        return _together([_by_month(asked.rows(*piece)) for piece in pieces], (*keys, *sums))
    known = [(piece, asked.shown(*piece)) for piece in pieces]
    shown = [_by_month(rows) for _, rows in known if rows is not None]
    cells = [_by_month(asked.cells(*piece)) for piece, rows in known if rows is None]
    if cells:
        # A cell is perturbed by the people in it, a day's like a month's: all at once make the shorter statement.
        by = ("month", *sorted(asked.counted_by))
        each = _together(cells, (*by, *added_up(by, asked.family.measures), "cell_key"))
        shown = [rows.mutate(**{name: in_64_bits(rows[name]) for name in sums}) for rows in shown]
        shown.append(perturbed(tables, each, by, asked.family.measures))
    return _together(shown, (*keys, *sums))


def _by_month(rows: ir.Table) -> ir.Table:
    return rows if "month" in rows.columns else rows.mutate(month=month_of(rows.day))


def _together(pieces: Sequence[ir.Table], columns: Sequence[str]) -> ir.Table:
    each = [rows.select(*columns) for rows in pieces]
    return ibis.union(*each) if len(each) > 1 else each[0]


def _between(time: str, spans: Iterable[tuple[date, date]]) -> Callable[[ir.Table], ir.Table]:
    """The rows of a cube in any of the spans."""
    ends = [(open_day(first), open_day(last)) for first, last in spans]
    return lambda cube: cube.filter(ibis.or_(*(cube[time].between(*span) for span in ends)))


def _is_short(tables: Tables, filters: Filters, without: Collection[str]) -> bool:
    if _has_floor(tables) or "period" in without:
        return False
    return grain_of_view(filters, tables) == "day"


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
