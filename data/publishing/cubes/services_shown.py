"""Cells of people as they are shown, perturbed when they are published: a view need not perturb them anew.

What is shown of the same people is always the same (docs/disclosure.md), so the cells that views ask for most are
perturbed once, by the rules of `data/reading/disclosure.py`; a test compares the two. One table a kind and a unit of
time has the cells of many breakdowns one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import combinations

import duckdb

from data.published.cell_keys import KEYS, LEVELS, RECORD_KEY, fewest_of
from data.published.people_counted import (
    AFTER_ALL,
    BREAKDOWN,
    CLOSED,
    FINEST,
    OPEN,
    PRIME,
    REQUESTS,
    SHOWN_BY,
    SPREAD,
    TIMED,
    Measures,
    bases,
    breakdown_of,
    cell_columns,
)
from data.publishing.cubes.services_cube import Cube
from data.sql_text import literal

#: Requests from which on it pays: the views of fewer are answered soon enough, and they are published sooner without.
FEWEST_REQUESTS = 10_000
#: Cells of a breakdown, and cells a request, beyond which a view perturbs those that it needs: more would take as much
#: room as the cubes, and be read no sooner.
MOST_CELLS = 250_000
MOST_A_REQUEST = 0.5
#: A breakdown of a stock by day of so many times as many keys and days has more cells than those, few as some days are.
FAR_MORE = 2
#: What a service is selected by beside itself.
OF_SERVICES = (("service",), ("life_area",))
MEASURES = {"requests": REQUESTS, "closing": CLOSED, "backlog": OPEN, "hours": TIMED}
#: The units of time of a cell, and by which the cubes are that it is of.
TIMES = {"month": "month", "week": "day", "day": "day"}
#: Those in which views ask for nothing: the end of a week is that of a day, and hours are asked for with weekdays.
NOT_ASKED = {"backlog": ("week",), "hours": ("month", "week")}
#: What perturbs a count, by the perturbation table of the cubes and the highest count that it knows.
PERTURBED = f"""
CREATE OR REPLACE TEMP MACRO mixed(people, cell_key) AS (cell_key + people * {SPREAD}) % {PRIME};
CREATE OR REPLACE TEMP MACRO cubed(number) AS number * number * number % {PRIME};
CREATE OR REPLACE TEMP MACRO noisy(people, cell_key) AS people + perturbation[least(people, highest) * {LEVELS} + 1
    + least(cubed(mixed(people, cell_key)) // ({PRIME} // {LEVELS}), {LEVELS} - 1)];
"""
#: The first month or day that ends with another backlog than before: most of what is taken back comes again as it was.
FIRST_MOVED = f"""SELECT min({{time}}) FROM (SELECT * EXCLUDE (day, month, backlog, {RECORD_KEY}), {{time}},
    sum(backlog) AS came, sum({RECORD_KEY}) AS keys FROM moves GROUP BY ALL) WHERE came <> 0 OR keys <> 0"""
LAST_DAY = "SELECT max(day) FROM cubes.departments_daily WHERE requests <> 0"
#: The months and days at whose ends the backlog is known: those of the records, and a month after all that they know.
ENDS = {
    "month": f"""SELECT CAST(unnest(generate_series((SELECT min(month) FROM cubes.backlog_monthly),
        (SELECT date_trunc('month', ({LAST_DAY}))), INTERVAL 1 MONTH)) AS DATE) AS month
        UNION ALL SELECT DATE '{AFTER_ALL}'""",
    "day": f"""SELECT CAST(unnest(generate_series((SELECT min(day) FROM cubes.backlog_areas_daily), ({LAST_DAY}),
        INTERVAL 1 DAY)) AS DATE) AS day""",
}
WITH_TABLE = f"CROSS JOIN (SELECT perturbation, len(perturbation) // {LEVELS} - 1 AS highest FROM cubes.disclosure)"


@dataclass(frozen=True)
class _Shown:
    """The table of one kind of cubes and unit of time: which cube gives which breakdowns, by its columns but time."""

    kind: str
    time: str
    cubes: dict[str, tuple[tuple[str, ...], ...]]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"shown_{self.kind}_{SHOWN_BY[self.time]}"

    def rows_of(self, table: str, times: Sequence[date] | None = None) -> str:
        """The rows of a table that is by the cubes' unit of time, with a column of this one; of those times alone.

        Of a stock all that came and left before belongs to its first time, and nothing after its last one.
        """
        if self.is_stock:
            return table if times is None else f"({self._up_to_first(table, times)})"
        rows = (
            table if self.time != "week" else f"(SELECT *, CAST(date_trunc('week', day) AS DATE) AS week FROM {table})"
        )
        if times is None:
            return rows
        days = [day + timedelta(more) for day in times for more in range(7)] if self.time == "week" else times
        return f"(SELECT * FROM {rows} WHERE {TIMES[self.time]} IN ({_dates(days)}))"

    def _up_to_first(self, table: str, times: Sequence[date]) -> str:
        summed = (*self.sums, RECORD_KEY)
        keys = f"* EXCLUDE ({self.time}, {', '.join(summed)})"
        sums = ", ".join(f"sum({name}) AS {name}" for name in summed)
        moment = f"greatest({self.time}, DATE '{times[0]}') AS {self.time}"
        return f"SELECT {moment}, {keys}, {sums} FROM {table} WHERE {self.time} <= DATE '{times[-1]}' GROUP BY ALL"

    def only(self, names: Collection[str]) -> _Shown:
        """The same table with the breakdowns of those names alone: a drop that follows need not add up the others."""
        of = {cube: tuple(each for each in some if breakdown_of(each) in names) for cube, some in self.cubes.items()}
        return replace(self, cubes=of)

    @property
    def is_stock(self) -> bool:
        """Whether its cells are of who is there at the end of a month or day; the cubes know who came and left."""
        return self.kind == "backlog"

    @property
    def measures(self) -> Measures:
        return MEASURES[self.kind]

    @property
    def breakdowns(self) -> list[tuple[str, ...]]:
        return [each for some in self.cubes.values() for each in some]

    @property
    def sums(self) -> tuple[str, ...]:
        """The measures that it has; days to close are those that stand for a bucket, which reading knows."""
        return tuple(name for name in self.measures.sums if name != "total")


def write_shown(
    connection: duckdb.DuckDBPyConnection, *, cubes: Sequence[Cube], levels: list[str], number: int
) -> None:
    """Write `cubes.shown_<kind>_<monthly, weekly or daily>` of all requests; none where they are few.

    Their columns: `breakdown`, the unit of time, the keys (None where the breakdown lacks one), perturbed measures.
    """
    for shown in _every(cubes, levels):
        connection.execute(f"DROP TABLE IF EXISTS cubes.{shown.name}")
        if number < FEWEST_REQUESTS:
            continue
        most = min(MOST_CELLS, number * MOST_A_REQUEST)
        some = shown.only(_not_far_more(connection, shown, most)) if shown.is_stock and shown.time == "day" else shown
        if not some.breakdowns:
            continue
        _perturb(connection, some)
        kept = connection.execute(
            "SELECT breakdown FROM shown_cells GROUP BY breakdown HAVING count(*) <= ? ORDER BY breakdown", [most]
        ).fetchall()
        names = ", ".join(literal(name) for (name,) in kept)
        if names:
            connection.execute(f"CREATE TABLE cubes.{shown.name} AS {_rows(shown, f'ENUM({names})', names)}")


def _not_far_more(connection: duckdb.DuckDBPyConnection, shown: _Shown, most: float) -> list[str]:
    """The breakdowns of a stock that may have as few cells: some are millions, which nobody need add up to know it.

    Where somebody ever stands, somebody stands at most ends.
    """
    ends = connection.execute(f"SELECT count(*) FROM ({ENDS[shown.time]})").fetchall()[0][0]
    found = []
    for cube, breakdowns in shown.cubes.items():
        for each in breakdowns:
            keys = f"SELECT DISTINCT {', '.join(each) or 'true'} FROM cubes.{cube}"
            if ends * connection.execute(f"SELECT count(*) FROM ({keys})").fetchall()[0][0] <= FAR_MORE * most:
                found.append(breakdown_of(each))
    return found


def renewals(
    connection: duckdb.DuckDBPyConnection, held: Mapping[str, Mapping[str, str]], cubes: Sequence[Cube],
    levels: list[str], number: int,
) -> list[Callable[[duckdb.DuckDBPyConnection], None]]:  # fmt: skip
    """What writes anew the cells that the requests of `piece` changed, those of their days, weeks and months: a work
    for each table, which can be done at the same time; what takes longest comes first.

    `held` are the columns of the cubes and their types, by table.
    """
    there = _kept(connection, held)
    known = [(shown, there.get(shown.name, set())) for shown in _every(cubes, levels)]
    cannot = any(kept - {breakdown_of(each) for each in shown.breakdowns} for shown, kept in known)
    if cannot or not any(kept for _, kept in known):
        return [partial(write_shown, cubes=cubes, levels=levels, number=number)]
    known.sort(key=lambda one: -len(one[1]))
    return [partial(_renew, shown=shown, kept=kept) for shown, kept in known if kept]


def _renew(connection: duckdb.DuckDBPyConnection, *, shown: _Shown, kept: set[str]) -> None:
    changed = _changed(connection, shown)
    if shown.is_stock:
        connection.execute(f"DELETE FROM cubes.{shown.name} WHERE {shown.time} NOT IN ({ENDS[shown.time]})")
    if changed:
        _perturb(connection, shown.only(kept), changed)
        names = ", ".join(map(literal, sorted(kept)))
        connection.execute(f"DELETE FROM cubes.{shown.name} WHERE {shown.time} IN ({_dates(changed)})")
        connection.execute(f"INSERT INTO cubes.{shown.name} {_rows(shown, 'VARCHAR', names)}")


def _changed(connection: duckdb.DuckDBPyConnection, shown: _Shown) -> list[date]:
    """The units of time, in order, of which cells may be others than before."""
    times = f"SELECT DISTINCT {shown.time} FROM {shown.rows_of('piece')}"
    if shown.is_stock:
        time = shown.time
        known = f"SELECT max({time}) FROM cubes.{shown.name} WHERE {time} <> DATE '{AFTER_ALL}'"
        new = f"({time} <> DATE '{AFTER_ALL}' AND {time} > coalesce(({known}), DATE '-infinity'))"
        times = f"SELECT {time} FROM ({ENDS[time]}) WHERE {time} >= ({FIRST_MOVED.format(time=time)}) OR {new}"
    return [moment for (moment,) in connection.execute(f"{times} ORDER BY ALL").fetchall()]


def _dates(dates: Iterable[date]) -> str:
    return ", ".join(f"DATE '{each}'" for each in dates)


def _kept(connection: duckdb.DuckDBPyConnection, held: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """The breakdowns that each table has."""
    found = {table: columns[BREAKDOWN] for table, columns in held.items() if BREAKDOWN in columns}
    names = ", ".join(f"enum_range(NULL::{sql_type})" for sql_type in found.values())
    ranges = connection.execute(f"SELECT {names}").fetchall()[0] if found else ()
    return {table: set(of) for table, of in zip(found, ranges, strict=True)}


def _every(cubes: Sequence[Cube], levels: list[str]) -> Iterator[_Shown]:
    for kind in MEASURES:
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
            yield _Shown(kind, time, of, columns)


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


def _perturb(connection: duckdb.DuckDBPyConnection, shown: _Shown, times: Sequence[date] | None = None) -> None:
    """Write `shown_cells`, a temporary table of the perturbed cells of those times (None: of all).

    Only groups of many people are in it.
    """
    connection.execute(PERTURBED)
    every = {frozenset(each) for each in shown.breakdowns}
    groups = {base for each in every for base in bases(each, shown.time)}
    people = shown.measures.sums[0]
    cells = _cells(shown, groups - every, times)
    cells = _up_to_ends(shown, cells, times) if shown.is_stock else cells
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE true_cells AS SELECT * EXCLUDE (perturbation, highest), "
        f"noisy({people}, cell_key) AS noisy_people FROM ({cells}) {WITH_TABLE}"
    )
    pairs = [(each, base) for each in every for base in bases(each, shown.time)]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE broken_down AS {_pairs(shown, pairs)}")
    same = " AND ".join(
        f"many.{name} IS NOT DISTINCT FROM CASE WHEN has_{name} THEN cell.{name} END" for name in shown.columns
    )
    floor = connection.execute("SELECT small_cell_floor FROM cubes.disclosure").fetchall()[0][0]
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE few AS
        SELECT cell.rowid AS cell FROM true_cells AS cell JOIN broken_down USING (breakdown)
        LEFT JOIN true_cells AS many ON many.breakdown = base AND many.{shown.time} = cell.{shown.time} AND {same}
            AND many.noisy_people >= {fewest_of(floor)}
        WHERE many.breakdown IS NULL
    """)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE shown_cells AS {_perturbed(shown)}")


def _cells(shown: _Shown, further: Collection[frozenset[str]], times: Sequence[date] | None) -> str:
    """The true sums and the cell key of each cell, those by which `further` groups are looked at beside them."""
    parts = []
    sums = ", ".join(f"CAST(sum({name}) AS {'DOUBLE' if name in shown.measures.amounts else 'BIGINT'}) AS {name}"
                     for name in shown.sums)  # fmt: skip
    for cube, breakdowns in shown.cubes.items():
        own = {name for each in breakdowns for name in each}
        groups = [*breakdowns, *(tuple(sorted(each)) for each in further if breakdowns and each <= own)]
        further = [each for each in further if not each <= own]
        if not groups:
            continue
        names = [name for name in shown.columns if name in own]
        columns = ", ".join(name if name in own else f"NULL AS {name}" for name in shown.columns)
        sets = ", ".join(f"({', '.join((shown.time, *each))})" for each in groups)
        numbers = f"GROUPING({', '.join(names)})" if names else "0"
        by_number = " ".join(
            f"WHEN {_number(names, each)} THEN {literal(breakdown_of(each))}" for each in map(frozenset, groups)
        )
        parts.append(
            f"SELECT CASE {numbers} {by_number} END AS breakdown, {shown.time}, {columns}, {sums}, "
            f"CAST(sum({RECORD_KEY}) % {KEYS} AS BIGINT) AS cell_key "
            f"FROM {shown.rows_of(f'cubes.{cube}', times)} GROUP BY GROUPING SETS ({sets})"
        )
    return " UNION ALL ".join(parts)


def _up_to_ends(shown: _Shown, moves: str, times: Sequence[date] | None) -> str:
    """The cells of a stock at the ends of the months or days: of each the sums of the moves up to it."""
    time, (people,) = shown.time, shown.sums
    ends = ENDS[time] if times is None else f"SELECT unnest([{_dates(times)}]) AS {time}"
    columns = ", ".join(("breakdown", *shown.columns))
    so_far = (
        f"SELECT {columns}, {time} AS since, lead({time}, 1, DATE 'infinity') OVER upwards AS until, "
        f"CAST(sum({people}) OVER upwards AS BIGINT) AS {people}, "
        f"CAST(sum(cell_key) OVER upwards % {KEYS} AS BIGINT) AS cell_key "
        f"FROM ({moves}) WINDOW upwards AS (PARTITION BY {columns} ORDER BY {time})"
    )
    return (
        f"SELECT {time}, {columns}, {people}, cell_key "
        f"FROM ({so_far}) JOIN ({ends}) AS ends ON {time} >= since AND {time} < until WHERE {people} <> 0"
    )


def _number(names: Sequence[str], breakdown: Collection[str]) -> int:
    """What GROUPING says of the rows of that breakdown: a bit a column that it lacks."""
    return sum((name not in breakdown) << place for place, name in enumerate(reversed(names)))


def _pairs(shown: _Shown, pairs: Collection[tuple[frozenset[str], frozenset[str]]]) -> str:
    """Each breakdown with the groups that must be many, and which columns these have."""
    columns = ("breakdown", "base", *(f"has_{name}" for name in shown.columns))
    rows = ", ".join(
        f"({literal(breakdown_of(each))}, {literal(breakdown_of(base))}, "
        + ", ".join(str(name in base).lower() for name in shown.columns) + ")"
        for each, base in pairs
    )  # fmt: skip
    return f"SELECT * FROM (VALUES {rows}) AS pairs({', '.join(columns)})"


def _perturbed(shown: _Shown) -> str:
    """What is shown of the cells that are in none of `few`, parts no larger than their wholes."""
    measures = shown.measures
    known = ", ".join(literal(breakdown_of(each)) for each in shown.breakdowns)
    fewer = "".join(f", least({part}, {whole} - {part}) AS fewer_{part}" for part, whole in measures.parts.items())
    noisy = "".join(f", noisy(fewer_{part}, cell_key) AS noisy_{part}" for part in measures.parts)
    rows = (
        f"SELECT *, noisy_people AS shown_{measures.sums[0]}{fewer} FROM true_cells WHERE breakdown IN ({known}) "
        f"AND noisy_people > 0 AND rowid NOT IN (SELECT cell FROM few)"
    )
    rows = f"SELECT * EXCLUDE (perturbation, highest){noisy} FROM ({rows}) {WITH_TABLE}"
    for level in measures.levels():
        found = "".join(f", {_part(part, whole)} AS shown_{part}" for part, whole in level.items())
        rows = f"SELECT *{found} FROM ({rows})"
    told = [
        f"shown_{of} * cubes.perturbed_mean({name}, {of}, cell_key) AS {name}"
        if (of := measures.amounts.get(name))
        else f"CAST(shown_{name} AS INTEGER) AS {name}"
        for name in shown.sums
    ]
    return f"SELECT breakdown, {', '.join((shown.time, *shown.columns, *told))} FROM ({rows})"


def _part(part: str, whole: str) -> str:
    fewer = f"least(noisy_{part}, shown_{whole})"
    return f"CASE WHEN {part} = fewer_{part} THEN {fewer} ELSE shown_{whole} - {fewer} END"


def _rows(shown: _Shown, breakdown_type: str, names: str) -> str:
    """The rows of `shown_cells` of these breakdowns, quarter by quarter; those of most people first, which takes the
    least room."""
    order = f"breakdown, date_trunc('quarter', {shown.time}), {shown.measures.sums[0]} DESC"
    return (
        f"SELECT CAST(breakdown AS {breakdown_type}) AS breakdown, * EXCLUDE (breakdown) FROM shown_cells "
        f"WHERE breakdown IN ({names}) ORDER BY {order}"
    )
