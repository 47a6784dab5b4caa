"""Requests a day by service and by area, counted by DuckDB from however many records there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from data.city.pack import City
from data.publishing.places import Polygons
from modules.services.day_kinds import DayKinds, day_kinds

Floats = NDArray[np.float64]

#: Days of records that are learnt from, and days that are forecast.
HISTORY_DAYS = 730
HORIZON_DAYS = 28
#: Coordinates are rounded to so many decimals (about 100 m) before their area is looked up: near enough for a
#: district's count of a day. Publishing places each record exactly.
PLACE_DECIMALS = 3


@dataclass(frozen=True)
class Panel:
    """Daily counts of all services: `counts` is (days, services), the first day is `kinds.first`.

    `kinds` goes on over the days to be forecast. `department` and `life_area` are codes of each service's, numbered
    from 0 without gaps; `department_ids` are the departments in order of their codes.
    """

    counts: Floats
    kinds: DayKinds
    service_ids: NDArray[np.object_]
    department: NDArray[np.int64]
    department_ids: NDArray[np.object_]
    life_area: NDArray[np.int64]


def span(connection: duckdb.DuckDBPyConnection, until: date) -> tuple[date, date] | None:
    """First and last day to learn from: up to HISTORY_DAYS ending with the last day of records by `until`.

    None where there is no record by then.
    """
    ((first, last),) = connection.execute(
        "SELECT min(requested_datetime)::DATE, max(requested_datetime)::DATE FROM requests "
        "WHERE NOT duplicate AND requested_datetime < ?::DATE + 1",
        [until],
    ).fetchall()
    if last is None:
        return None
    return max(first, last - timedelta(days=HISTORY_DAYS - 1)), last


def _matrix(days: int, series: int, told: pd.DataFrame) -> Floats:
    """(days, series) of the counted rows; what was not asked for is 0."""
    counts = np.zeros((days, series))
    counts[told["day"].to_numpy(), told["place"].to_numpy()] = told["requests"]
    return counts


def service_panel(connection: duckdb.DuckDBPyConnection, city: City, first: date, last: date) -> Panel:
    """The counts of every service of the view `services` from the view `requests`, duplicates left out."""
    services = connection.execute(
        "SELECT service_id, department_id, coalesce(life_area, '') AS life_area FROM services ORDER BY service_id"
    ).df()
    told = connection.execute(
        """
        WITH numbered AS (SELECT service_id, row_number() OVER (ORDER BY service_id) - 1 AS place FROM services)
        SELECT requested_datetime::DATE - ?::DATE AS day, place, count(*) AS requests
        FROM requests JOIN numbered USING (service_id)
        WHERE NOT duplicate AND requested_datetime >= ?::DATE AND requested_datetime < ?::DATE + 1 GROUP BY ALL
        """,
        [first, first, last],
    ).df()
    departments, department = np.unique(services["department_id"].to_numpy(str), return_inverse=True)
    days = (last - first).days + 1
    return Panel(
        counts=_matrix(days, len(department), told),
        kinds=day_kinds(city.timezone, first, last + timedelta(days=HORIZON_DAYS)),
        service_ids=services["service_id"].to_numpy(object),
        department=department.astype(np.int64),
        department_ids=departments.astype(object),
        life_area=np.unique(services["life_area"].to_numpy(str), return_inverse=True)[1].astype(np.int64),
    )


#: A request lies where its rounded coordinates do, else in the area it names; for `requests AS r`, after
#: `place_requests`.
JOIN_AREAS = f"""
LEFT JOIN rounded_places ON rounded_places.lat = round(r.lat, {PLACE_DECIMALS})
                        AND rounded_places.long = round(r.long, {PLACE_DECIMALS})
LEFT JOIN first_level ON first_level.area_id = r.area_id
"""
AREA = "coalesce(rounded_places.area_id, first_level.area_id)"


def place_requests(connection: duckdb.DuckDBPyConnection, city: City) -> list[str]:
    """The areas of the first level below the city; makes the temporary tables that JOIN_AREAS joins."""
    polygons = Polygons(city, 1) if len(city.levels) > 1 else None
    area_ids = polygons.area_ids if polygons else []
    where = connection.execute(
        f"SELECT DISTINCT round(lat, {PLACE_DECIMALS}) AS lat, round(long, {PLACE_DECIMALS}) AS long FROM requests "
        "WHERE lat IS NOT NULL AND long IS NOT NULL"
    ).df()
    points = shapely.points(where["long"].to_numpy(), where["lat"].to_numpy())
    place = polygons.containing(shapely.STRtree(points)) if polygons else np.full(len(points), -1)
    names = np.array([*area_ids, None], dtype=object)[place]
    columns = {
        "lat": where["lat"].to_numpy(),
        "long": where["long"].to_numpy(),
        "area_id": pa.array(names, pa.string()),
    }
    for name, table in {
        "rounded_places": pa.table(columns),
        "first_level": pa.table({"area_id": pa.array(area_ids, pa.string())}),
    }.items():
        connection.register("_rows", table)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM _rows")
        connection.unregister("_rows")
    return area_ids


def area_counts(connection: duckdb.DuckDBPyConnection, area_ids: list[str], first: date, last: date) -> Floats:
    """Counts (days, areas) after `place_requests`; a request without an area is in none of them."""
    told = connection.execute(
        f"""
        SELECT requested_datetime::DATE - ?::DATE AS day, {AREA} AS area, count(*) AS requests
        FROM requests AS r {JOIN_AREAS}
        WHERE NOT duplicate AND requested_datetime >= ?::DATE AND requested_datetime < ?::DATE + 1
              AND {AREA} IS NOT NULL GROUP BY ALL
        """,
        [first, first, last],
    ).df()
    position = {area_id: place for place, area_id in enumerate(area_ids)}
    told["place"] = told["area"].map(position).astype(np.int64)
    return _matrix((last - first).days + 1, len(area_ids), told)
