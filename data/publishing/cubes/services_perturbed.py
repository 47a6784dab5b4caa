"""The true cells of a table of shown ones, and what is shown of them: perturbed by the rules of reading.

Those rules are in `data/reading/disclosure.py`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb

from data.published.cell_keys import KEYS, LEVELS, RECORD_KEY, fewest_of
from data.published.people_counted import (
    AFTER_ALL,
    CLOSED,
    OPEN,
    PRIME,
    RANKED,
    REQUESTS,
    SHOWN_BY,
    SPREAD,
    TIMED,
    Measures,
    bases,
    breakdown_of,
)
from data.publishing.cubes.services_cube import DAYS
from data.sql_text import literal

MEASURES = {"requests": REQUESTS, "closing": CLOSED, "backlog": OPEN, "hours": TIMED, "services": RANKED}
#: Columns that are no names; every breakdown of the kind of cubes that has them has them.
NUMBERS = frozenset({"bucket", "hour"})
#: The units of time of a cell, and by which the cubes are that it is of.
TIMES = {"month": "month", "week": "day", "day": "day"}
#: What perturbs a count, by the perturbation table of the cubes and the highest count that it knows.
PERTURBED = f"""
CREATE OR REPLACE TEMP MACRO mixed(people, cell_key) AS (cell_key + people * {SPREAD}) % {PRIME};
CREATE OR REPLACE TEMP MACRO cubed(number) AS number * number * number % {PRIME};
CREATE OR REPLACE TEMP MACRO noisy(people, cell_key) AS people + perturbation[least(people, highest) * {LEVELS} + 1
    + least(cubed(mixed(people, cell_key)) // ({PRIME} // {LEVELS}), {LEVELS} - 1)];
"""
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
class ShownTable:
    """The table of one kind of cubes and unit of time: which cube gives which breakdowns, by its columns but time."""

    kind: str
    time: str
    cubes: dict[str, tuple[tuple[str, ...], ...]]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the table is called among the cubes."""
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
        return f"(SELECT * FROM {rows} WHERE {TIMES[self.time]} IN ({listed(days)}))"

    def _up_to_first(self, table: str, times: Sequence[date]) -> str:
        summed = (*self.sums, RECORD_KEY)
        keys = f"* EXCLUDE ({self.time}, {', '.join(summed)})"
        sums = ", ".join(f"sum({name}) AS {name}" for name in summed)
        moment = f"greatest({self.time}, DATE '{times[0]}') AS {self.time}"
        return f"SELECT {moment}, {keys}, {sums} FROM {table} WHERE {self.time} <= DATE '{times[-1]}' GROUP BY ALL"

    def only(self, names: Collection[str]) -> ShownTable:
        """The same table with the breakdowns of those names alone: a drop that follows need not add up the others."""
        of = {cube: tuple(each for each in some if breakdown_of(each) in names) for cube, some in self.cubes.items()}
        return replace(self, cubes=of)

    @property
    def is_stock(self) -> bool:
        """Whether its cells are of who is there at the end of a month or day; the cubes know who came and left."""
        return self.kind == "backlog"

    @property
    def measures(self) -> Measures:
        """What its kind of cubes adds up."""
        return MEASURES[self.kind]

    @property
    def breakdowns(self) -> list[tuple[str, ...]]:
        """The breakdowns of all its cubes, each by its columns but time."""
        return [each for some in self.cubes.values() for each in some]

    @property
    def sums(self) -> tuple[str, ...]:
        """The measures that it has; days to close are those that stand for a bucket, which reading knows."""
        return tuple(name for name in self.measures.sums if name != DAYS)


def listed(dates: Iterable[date]) -> str:
    """The dates as SQL has them, with commas."""
    return ", ".join(f"DATE '{each}'" for each in dates)


def perturb(connection: duckdb.DuckDBPyConnection, shown: ShownTable, times: Sequence[date] | None = None) -> None:
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


def _cells(shown: ShownTable, further: Collection[frozenset[str]], times: Sequence[date] | None) -> str:
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
        columns = ", ".join(name if name in own else _nothing(name) for name in shown.columns)
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


def _nothing(column: str) -> str:
    """The column of cells that lack it: text, where no other cells say what it is. Those of numbers always do."""
    return f"NULL AS {column}" if column in NUMBERS else f"CAST(NULL AS VARCHAR) AS {column}"


def _up_to_ends(shown: ShownTable, moves: str, times: Sequence[date] | None) -> str:
    """The cells of a stock at the ends of the months or days: of each the sums of the moves up to it."""
    time, (people,) = shown.time, shown.sums
    ends = ENDS[time] if times is None else f"SELECT unnest([{listed(times)}]) AS {time}"
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


def _pairs(shown: ShownTable, pairs: Collection[tuple[frozenset[str], frozenset[str]]]) -> str:
    """Each breakdown with the groups that must be many, and which columns these have."""
    columns = ("breakdown", "base", *(f"has_{name}" for name in shown.columns))
    rows = ", ".join(
        f"({literal(breakdown_of(each))}, {literal(breakdown_of(base))}, "
        + ", ".join(str(name in base).lower() for name in shown.columns) + ")"
        for each, base in pairs
    )  # fmt: skip
    # Where all that is left breaks nobody down, as `whole`, there is no pair; a list of none is no SQL.
    none = f"({', '.join(['NULL'] * len(columns))})"
    return f"SELECT * FROM (VALUES {rows or none}) AS pairs({', '.join(columns)}) WHERE base IS NOT NULL"


def _perturbed(shown: ShownTable) -> str:
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
