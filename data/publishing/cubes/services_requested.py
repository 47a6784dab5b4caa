"""Requests of each service by day, and by month and district, as they are shown.

The rankings of services ask for them, of all services at once: a month of days is more than a hundred thousand cells.
There are too many for the tables of many breakdowns (`services_shown.py`); those here have the measures of rankings.
"""

from __future__ import annotations

import duckdb

from data.published.people_counted import breakdown_of
from data.publishing.cubes import services_shown
from data.publishing.cubes.services_perturbed import ShownTable, perturb
from data.sql_text import literal

COLUMNS = ("department", "service")
TABLES = (
    ShownTable("services", "day", {"services_daily": (COLUMNS,)}, COLUMNS),
    ShownTable("services", "month", {"service_areas_monthly": (("area_1", *COLUMNS),)}, ("area_1", *COLUMNS)),
)


def write_requested(connection: duckdb.DuckDBPyConnection, *, number: int) -> None:
    """Write `cubes.shown_services_daily` (breakdown, day, department, service, measures) and `_monthly` (`area_1` too).

    None where a table of shown cells has them, or where so many requests are few, or few for so many cells.
    """
    for shown in TABLES:
        if _is_kept(connection, shown, number):
            (cube,), (breakdown,) = shown.cubes, map(breakdown_of, shown.breakdowns)
            columns = ", ".join((shown.time, *shown.columns, *shown.sums))
            connection.execute(
                f"CREATE TABLE cubes.{shown.name} AS "
                f"SELECT CAST(NULL AS ENUM({literal(breakdown)})) AS breakdown, {columns} FROM cubes.{cube} LIMIT 0"
            )
            _add(connection, shown)


def renew_requested(connection: duckdb.DuckDBPyConnection, *, shown: ShownTable) -> None:
    """Write the days or months anew in which `piece` has requests, and which have been taken out."""
    _add(connection, shown, in_piece=True)


def _is_kept(connection: duckdb.DuckDBPyConnection, shown: ShownTable, number: int) -> bool:
    (cube,) = shown.cubes
    cells = connection.execute(f"SELECT count(*) FROM cubes.{cube}").fetchall()[0][0]
    are_few_enough = bool(cells <= number * services_shown.MOST_A_REQUEST)
    return are_few_enough and services_shown.exceeds_shown(connection, cube, number, shown.kind)


def _add(connection: duckdb.DuckDBPyConnection, shown: ShownTable, *, in_piece: bool = False) -> None:
    """Write the cells a month at a time, which bounds the memory."""
    (cube,), time = shown.cubes, shown.time
    source = "piece" if in_piece else f"cubes.{cube}"
    for (times,) in connection.execute(
        f"SELECT list(DISTINCT {time} ORDER BY {time}) FROM {source} GROUP BY date_trunc('month', {time}) ORDER BY ALL"
    ).fetchall():
        perturb(connection, shown, times)
        # Day by day or district by district, as they are asked for; those of most requests first take the least room.
        order = ", ".join((time, *(name for name in shown.columns if name not in COLUMNS), "requests DESC"))
        connection.execute(f"INSERT INTO cubes.{shown.name} SELECT * FROM shown_cells ORDER BY {order}")
