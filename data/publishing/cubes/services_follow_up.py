"""One more day of services: what is new is added to the cubes of the run before, what changed is taken back first.

Every measure is a sum, so a request that changed is its earlier version with -1 and the later one with +1.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial

import duckdb

from data.city.pack import City
from data.drops.report import Breach
from data.published.cell_keys import KEYS, RECORD_KEY
from data.published.people_counted import CLOSED_SO_FAR
from data.publishing.cube_columns import cube_columns
from data.publishing.cubes.services import (
    TYPES,
    add_up_base,
    counted_in,
    cubes_of,
    piece_of,
    summed,
    types_of,
    write_reference_tables,
)
from data.publishing.cubes.services_backlog import add_up_moves
from data.publishing.cubes.services_closed import renew_closed_so_far, take_out_closed_so_far
from data.publishing.cubes.services_cube import Cube
from data.publishing.cubes.services_hours import has_times, set_hours
from data.publishing.cubes.services_newest import renew_newest
from data.publishing.cubes.services_requested import TABLES as REQUESTED
from data.publishing.cubes.services_requested import renew_requested
from data.publishing.cubes.services_shown import every_table, renewals, take_out
from data.publishing.follow_up import WHOLE
from data.publishing.places import area_columns
from data.publishing.record_keys import keyed
from data.publishing.two_at_once import two_at_once

log = logging.getLogger(__name__)
#: Room of the file that was left is written over from then on; else what changed makes it longer, and leaves holes.
FREE_ROOM = "CHECKPOINT cubes"
#: So many tables of shown cells, those of most breakdowns, are written anew as a whole, as months and weeks go through
#: all of them: more than the room that is free until theirs is.
LARGEST = 3
#: What the cubes took over from a service: where it changes, every earlier request of the service changes with it.
OFFERED = "service, department, life_area, deadline_days, cost_lcu"
#: Services whose requests cannot be taken back or added because the service is another one now.
OTHER_SERVICES = f"""
SELECT count(*) FROM (
    SELECT {OFFERED} FROM cubes.catalogue EXCEPT
    SELECT service_id, department_id, coalesce(life_area, 'unknown'), deadline_days, cost_lcu FROM services
)
"""


def add(connection: duckdb.DuckDBPyConnection, city: City) -> list[Breach]:
    """Add `requests` to the attached cubes and take `requests_before` back; renew the tables beside.

    What comes back forbids the drop: cubes of another version, a service that changed its department, deadline or cost,
    a request that was published before, or one taken back that never was.
    """
    levels = area_columns(city)
    people = keyed(connection)
    held = cube_columns(connection)
    breaches = (
        _not_the_same(connection, held, levels, people) or _published_before(connection) or _first_times(connection)
    )
    if breaches:
        return breaches
    number, last = _counted(connection)
    connection.execute(TYPES)
    set_hours(connection, known=_knows_hours(connection) or has_times(connection))
    cubes = _cubes_present(connection, held, number, people)
    added = piece_of(levels, "true", people=people)
    both = f"{added} UNION ALL {piece_of(levels, 'true', 'requests_before', -1, people=people)}"
    connection.execute(f"CREATE TABLE piece AS {both}")
    if people:
        _make_room(connection, held, cubes, levels)
    add_up_base(connection, levels, people)
    add_up_moves(connection, levels, people)
    work: list[Callable[[duckdb.DuckDBPyConnection], Breach | None]] = [
        partial(renew_newest, levels=levels),
        *(partial(_add_change, cube=cube, levels=levels) for cube in cubes),
    ]
    found = two_at_once(connection, work)
    beside = partial(write_reference_tables, city=city, number=number, last=last)
    renewed: list[Callable[[duckdb.DuckDBPyConnection], None]] = []
    if people:
        renewed += renewals(connection, held, cubes, levels, number)
        renewed += [renew_closed_so_far] if CLOSED_SO_FAR in held else []
        renewed += [partial(renew_requested, shown=each) for each in REQUESTED if each.name in held]
    renewed.append(beside)
    for some in (renewed[:LARGEST], renewed[LARGEST:]):
        connection.execute(FREE_ROOM)
        two_at_once(connection, some)
    return [breach for breach in found if breach is not None]


def _make_room(
    connection: duckdb.DuckDBPyConnection, held: Collection[str], cubes: list[Cube], levels: list[str]
) -> None:
    """Take out first what is written anew in the end: its room is free then for what is written before that."""
    for shown in (*every_table(cubes, levels), *REQUESTED):
        if shown.name in held and not shown.is_stock:  # those of a stock are known to have changed when the cubes are
            take_out(connection, shown)
    if CLOSED_SO_FAR in held:
        take_out_closed_so_far(connection)
    connection.execute(FREE_ROOM)


def _not_the_same(
    connection: duckdb.DuckDBPyConnection, held: Mapping[str, Mapping[str, str]], levels: list[str], people: bool
) -> list[Breach]:
    """A breach where the cubes are those of another version, or the catalogue moved what they hold."""
    for cube in cubes_of(people):
        if cube.name in held or cube.most is None:
            wanted = sorted([*cube.keys(levels), *cube.sums])
            if sorted(held.get(cube.name, ())) != wanted or "counted" not in held:
                told = f"the run that it follows was published by another version of Citydeck: {WHOLE}"
                return [Breach("follows", "requests", None, 1, told)]
    found = connection.execute(OTHER_SERVICES).fetchone()
    if not found or not found[0]:
        return []
    told = f"services that are gone or have another department, area of life, deadline or cost: {WHOLE}"
    return [Breach("follows", "services", None, int(found[0]), told)]


def _published_before(connection: duckdb.DuckDBPyConnection) -> list[Breach]:
    """New requests whose number is taken already, as far as single requests are kept."""
    new = "SELECT service_request_id FROM requests ANTI JOIN requests_before USING (service_request_id)"
    known = f"SELECT count(*) FROM ({new}) SEMI JOIN cubes.request_records USING (service_request_id)"
    found = connection.execute(known).fetchone()
    if not found or not found[0]:
        return []
    told = "was published before, and requests_before does not take it back"
    return [Breach("unique", "requests", "service_request_id", int(found[0]), told)]


def _knows_hours(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the cubes count hours of the day: the requests so far have times."""
    return bool(connection.execute("FROM cubes.hours_daily LIMIT 1").fetchall())


def _first_times(connection: duckdb.DuckDBPyConnection) -> list[Breach]:
    """A breach where requests have times, and those published before were dates that count in no hour."""
    before = connection.execute("FROM cubes.departments_daily LIMIT 1").fetchall()
    if not before or _knows_hours(connection) or not has_times(connection):
        return []
    told = f"has times of the day, which the requests of the run that it follows lack: {WHOLE}"
    return [Breach("follows", "requests", "requested_datetime", 1, told)]


def _counted(connection: duckdb.DuckDBPyConnection) -> tuple[int, date]:
    """The requests with the drop, and the last known day with it (it never moves back)."""
    number, last = connection.execute(
        "SELECT requests + (SELECT count(*) FROM requests) - (SELECT count(*) FROM requests_before), "
        "CAST(greatest(last_known_day, (SELECT greatest(max(requested_datetime), max(closed_datetime)) FROM requests "
        "WHERE NOT duplicate)) AS DATE) FROM cubes.counted"
    ).fetchall()[0]
    return int(number), last


def _cubes_present(
    connection: duckdb.DuckDBPyConnection, held: Collection[str], number: int, people: bool
) -> list[Cube]:
    """The cubes that are there; one that so many requests are too many for is removed."""
    there = [cube for cube in cubes_of(people) if cube.name in held]
    for cube in there:
        if cube.most is not None and number > cube.most:
            connection.execute(f"DROP TABLE cubes.{cube.name}")
    return [cube for cube in there if cube.most is None or number <= cube.most]


def _add_change(connection: duckdb.DuckDBPyConnection, *, cube: Cube, levels: list[str]) -> Breach | None:
    """Add the changes to the rows of their keys; a row in which nothing is left goes.

    Rows that change are taken out and put in as they are now: an UPDATE has all rows near them written anew. A breach
    where a sum is negative: then what was taken back was not what had been published.
    """
    (time, *others), sums = cube.keys(levels), list(cube.sums)
    typed = ", ".join(f"{name}::{sql_type} AS {name}" for name, sql_type in types_of(cube, levels).items())
    # No row lacks its time; compared by equality, it spares reading the times in which nothing changed.
    same = " AND ".join(
        [f"held.{time} = change.{time}", *(f"held.{key} IS NOT DISTINCT FROM change.{key}" for key in others)]
    )
    columns = ", ".join([f"change.{time}", *(f"change.{key}" for key in others), *map(_added, sums)])
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE changed AS SELECT {columns}, held.rowid AS held_as "
        f"FROM (SELECT {typed} FROM ({summed(cube, levels, cube.source)})) AS change "
        f"LEFT JOIN cubes.{cube.name} AS held ON {same}"
    )
    connection.execute(f"DELETE FROM cubes.{cube.name} WHERE rowid IN (SELECT held_as FROM changed)")
    left = " OR ".join(f"{name} <> 0" for name in counted_in(cube))
    connection.execute(f"INSERT INTO cubes.{cube.name} SELECT * EXCLUDE (held_as) FROM changed WHERE {left}")
    return None if cube.kind == "backlog" else _below_nothing(connection, cube)


def _added(name: str) -> str:
    """The column with its change added to what it was."""
    both = f"coalesce(held.{name}, 0) + change.{name}"
    if name == RECORD_KEY:
        both = f"CAST((coalesce(held.{name}, 0)::INTEGER + change.{name}) % {KEYS} AS USMALLINT)"
    return f"{both} AS {name}"


def _below_nothing(connection: duckdb.DuckDBPyConnection, cube: Cube) -> Breach | None:
    whole = [name for name, sql_type in cube.sums.items() if sql_type == "INTEGER"]
    found = connection.execute(f"SELECT count(*) FROM changed WHERE least({', '.join(whole)}, 0) < 0").fetchone()
    if not found or not found[0]:
        return None
    told = f"takes back more than was published, as {cube.name} tells: not the rows of the run that it follows"
    return Breach("taken_back", "requests_before", None, int(found[0]), told)
