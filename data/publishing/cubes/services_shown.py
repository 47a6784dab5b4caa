"""Cells of people as they are shown, perturbed when they are published: a view need not perturb them anew.

What is shown of the same people is always the same (docs/disclosure.md), so the cells that views ask for most are
perturbed once, by the rules of `data/reading/disclosure.py`; a test compares the two. One table a kind and a unit of
time has the cells of many breakdowns one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations

import duckdb

from data.published.cell_keys import RECORD_KEY
from data.published.people_counted import (
    AFTER_ALL,
    BREAKDOWN,
    FINEST,
    breakdown_of,
    cell_columns,
)
from data.publishing.cubes.services_cube import Cube
from data.publishing.cubes.services_perturbed import ENDS, TIMES, ShownTable, listed, perturb
from data.sql_text import literal

#: Requests from which on it pays: the views of fewer are answered soon enough, and they are published sooner without.
FEWEST_REQUESTS = 10_000
#: Cells of a breakdown, and cells a request, beyond which a view perturbs those that it needs: more would take as much
#: room as the cubes, and be read no sooner.
MOST_CELLS = 250_000
#: The same of days to close, of which a cell is a number alone.
MOST_CELLS_CLOSED = 1_000_000
MOST_A_REQUEST = 0.5
#: A breakdown of so many times as many cells before they are perturbed has more than those afterwards, few as some are.
FAR_MORE = 4
#: The kinds of cubes of which tables are written here; most asked first.
KINDS = ("requests", "closing", "backlog", "hours")
#: What a service is selected by beside itself.
OF_SERVICES = (("service",), ("life_area",))
#: Those in which views ask for nothing: the end of a week is that of a day, and hours are asked for with weekdays.
NOT_ASKED = {"backlog": ("week",), "hours": ("month", "week")}
#: The first month or day that ends with another backlog than before: most of what is taken back comes again as it was.
FIRST_MOVED = f"""SELECT min({{time}}) FROM (SELECT * EXCLUDE (day, month, backlog, {RECORD_KEY}), {{time}},
    sum(backlog) AS came, sum({RECORD_KEY}) AS keys FROM moves GROUP BY ALL) WHERE came <> 0 OR keys <> 0"""


def write_shown(
    connection: duckdb.DuckDBPyConnection, *, cubes: Sequence[Cube], levels: list[str], number: int
) -> None:
    """Write `cubes.shown_<kind>_<monthly, weekly or daily>` of all requests; none where they are few.

    Their columns: `breakdown`, the unit of time, the keys (None where the breakdown lacks one), perturbed measures.
    """
    for shown in every_table(cubes, levels):
        connection.execute(f"DROP TABLE IF EXISTS cubes.{shown.name}")
        if number < FEWEST_REQUESTS:
            continue
        most = most_cells(number, shown.kind)
        some = shown.only(_not_far_more(connection, shown, cubes, levels, most))
        if not some.breakdowns:
            continue
        perturb(connection, some)
        kept = connection.execute(
            "SELECT breakdown FROM shown_cells GROUP BY breakdown HAVING count(*) <= ? ORDER BY breakdown", [most]
        ).fetchall()
        names = ", ".join(literal(name) for (name,) in kept)
        if names:
            connection.execute(f"CREATE TABLE cubes.{shown.name} AS {_rows(shown, f'ENUM({names})', names)}")


def most_cells(number: int, kind: str) -> float:
    """Of how many cells a breakdown of so many requests has a table at most."""
    return min(MOST_CELLS_CLOSED if kind == "closing" else MOST_CELLS, number * MOST_A_REQUEST)


def exceeds_shown(connection: duckdb.DuckDBPyConnection, cube: str, number: int, kind: str) -> bool:
    """Whether a cube whose rows are cells has more of them than such a table may, of requests that are not few."""
    cells = connection.execute(f"SELECT count(*) FROM cubes.{cube}").fetchall()[0][0]
    return number >= FEWEST_REQUESTS and bool(cells > most_cells(number, kind))


def _not_far_more(
    connection: duckdb.DuckDBPyConnection, shown: ShownTable, cubes: Sequence[Cube], levels: list[str], most: float
) -> list[str]:
    """The breakdowns that may have as few cells: some are millions, which nobody need perturb to know it."""
    held = {cube.name: cube for cube in cubes}
    return [
        breakdown_of(each)
        for name, breakdowns in shown.cubes.items()
        for each in breakdowns
        if _true_cells(connection, shown, held[name], levels, each) <= FAR_MORE * most
    ]


def _true_cells(
    connection: duckdb.DuckDBPyConnection, shown: ShownTable, cube: Cube, levels: list[str], breakdown: tuple[str, ...]
) -> int:
    """About how many cells the breakdown has before they are perturbed, where that is soon known; 0 elsewhere.

    Rows of a cube that it tells apart are a cell each. Of a stock by day, somebody stands at most ends where somebody
    ever does.
    """
    told_apart = {*breakdown, shown.time} | ({"life_area"} if "service" in breakdown else set())
    if shown.is_stock and shown.time == "day":
        keys = f"SELECT DISTINCT {', '.join(breakdown) or 'true'} FROM cubes.{cube.name}"
        number = f"SELECT (SELECT count(*) FROM ({keys})) * (SELECT count(*) FROM ({ENDS[shown.time]}))"
    elif not shown.is_stock and told_apart >= {*cube.keys(levels)}:
        number = f"SELECT count(*) FROM cubes.{cube.name}"
    else:
        return 0
    return int(connection.execute(number).fetchall()[0][0])


def take_out(connection: duckdb.DuckDBPyConnection, shown: ShownTable) -> None:
    """Delete the cells that the requests of `piece` change, to be written anew when the cubes are."""
    _delete(connection, shown, f"{shown.time} IN (SELECT {shown.time} FROM {shown.rows_of('piece')})")


def renewals(
    connection: duckdb.DuckDBPyConnection, held: Mapping[str, Mapping[str, str]], cubes: Sequence[Cube],
    levels: list[str], number: int,
) -> list[Callable[[duckdb.DuckDBPyConnection], None]]:  # fmt: skip
    """What writes anew the cells that the requests of `piece` changed, those of their days, weeks and months: a work
    for each table, which can be done at the same time; what takes longest comes first. They were taken out before, but
    those of stocks.

    `held` are the columns of the cubes and their types, by table.
    """
    there = _kept(connection, held)
    known = [(shown, there.get(shown.name, set())) for shown in every_table(cubes, levels)]
    cannot = any(kept - {breakdown_of(each) for each in shown.breakdowns} for shown, kept in known)
    if cannot or not any(kept for _, kept in known):
        return [partial(write_shown, cubes=cubes, levels=levels, number=number)]
    known.sort(key=lambda one: -len(one[1]))
    return [partial(_renew, shown=shown, kept=kept) for shown, kept in known if kept]


def _renew(connection: duckdb.DuckDBPyConnection, *, shown: ShownTable, kept: set[str]) -> None:
    changed = _changed(connection, shown)
    if shown.is_stock:
        _delete(connection, shown, f"{shown.time} NOT IN ({ENDS[shown.time]})")
        if changed:
            _delete(connection, shown, f"{shown.time} IN ({listed(changed)})")
    if changed:
        perturb(connection, shown.only(kept), changed)
        names = ", ".join(map(literal, sorted(kept)))
        connection.execute(f"INSERT INTO cubes.{shown.name} {_rows(shown, 'VARCHAR', names)}")


def _delete(connection: duckdb.DuckDBPyConnection, shown: ShownTable, condition: str) -> None:
    connection.execute(f"DELETE FROM cubes.{shown.name} WHERE {condition}")


def _changed(connection: duckdb.DuckDBPyConnection, shown: ShownTable) -> list[date]:
    """The units of time, in order, of which cells may be others than before."""
    times = f"SELECT DISTINCT {shown.time} FROM {shown.rows_of('piece')}"
    if shown.is_stock:
        time = shown.time
        known = f"SELECT max({time}) FROM cubes.{shown.name} WHERE {time} <> DATE '{AFTER_ALL}'"
        new = f"({time} <> DATE '{AFTER_ALL}' AND {time} > coalesce(({known}), DATE '-infinity'))"
        times = f"SELECT {time} FROM ({ENDS[time]}) WHERE {time} >= ({FIRST_MOVED.format(time=time)}) OR {new}"
    return [moment for (moment,) in connection.execute(f"{times} ORDER BY ALL").fetchall()]


def _kept(connection: duckdb.DuckDBPyConnection, held: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """The breakdowns that each table has."""
    found = {table: columns[BREAKDOWN] for table, columns in held.items() if BREAKDOWN in columns}
    names = ", ".join(f"enum_range(NULL::{sql_type})" for sql_type in found.values())
    ranges = connection.execute(f"SELECT {names}").fetchall()[0] if found else ()
    return {table: set(of) for table, of in zip(found, ranges, strict=True)}


def every_table(cubes: Sequence[Cube], levels: list[str]) -> Iterator[ShownTable]:
    """The table of each kind of these cubes and unit of time, with all breakdowns that it might have."""
    for kind in KINDS:
        for time, cubes_time in TIMES.items():
            if time in NOT_ASKED.get(kind, ()):
                continue
            given: set[frozenset[str]] = set()
            of: dict[str, tuple[tuple[str, ...], ...]] = {}
            for cube in cubes:
                detailed = cube.most is not None and kind == "backlog"  # of few requests: a view soon adds them up
                finest = {"service", "nature"} <= {*cube.dimensions}
                if cube.kind == kind and cube.time == cubes_time and not finest and not detailed:
                    own = [each for each in _breakdowns(cube, levels) if frozenset(each) not in given]
                    given |= {frozenset(each) for each in own}
                    of[cube.name] = tuple(own)
            columns = tuple(sorted(frozenset().union(*given)))
            yield ShownTable(kind, time, of, columns)


def _breakdowns(cube: Cube, levels: list[str]) -> Iterator[tuple[str, ...]]:
    """The columns but time by which views break down what the cube counts: an area or a map's, and what is selected."""
    own = levels if cube.areas is None else levels[: cube.areas]
    every = [name for name in cube.dimensions if name not in FINEST]
    if "service" in every:
        further = [name for name in every if name not in ("department", "life_area", "service")]
        chosen = [(*some, *further) for some in (OF_SERVICES if not further else OF_SERVICES[:1])]
    else:
        chosen = [some for most in range(len(every) + 1) for some in combinations(every, most)]
    finest = tuple(name for name in cube.dimensions if name in FINEST)
    for level in range(len(own) + 1):
        for some in chosen:
            columns = tuple(sorted(cell_columns((*own[level - 1 : level], *some))))
            yield (*columns, *finest)
            if cube.kind == "backlog":
                yield columns


def _rows(shown: ShownTable, breakdown_type: str, names: str) -> str:
    """The rows of `shown_cells` of these breakdowns, quarter by quarter; those of most people first, which takes the
    least room."""
    order = f"breakdown, date_trunc('quarter', {shown.time}), {shown.measures.sums[0]} DESC"
    return (
        f"SELECT CAST(breakdown AS {breakdown_type}) AS breakdown, * EXCLUDE (breakdown) FROM shown_cells "
        f"WHERE breakdown IN ({names}) ORDER BY {order}"
    )
