"""Days to close of each service from the first month up to each, as they are shown.

Which services are slowest is asked of all buckets of all services: four million cells in two years of a hundred million
requests, too many for a table of shown cells. Those of any months are the difference of two sums up to a month. There
services are numbers, which take half the room of their names.
"""

from __future__ import annotations

from datetime import date

import duckdb

from data.published.people_counted import CLOSED_SERVICES, CLOSED_SO_FAR
from data.publishing.cubes import services_shown
from data.publishing.cubes.services_perturbed import LAST_DAY, ShownTable, perturb

SERVICE = ("department", "life_area", "service")
COLUMNS = ("bucket", *SERVICE)
#: The cells of a month.
CELLS = ShownTable("closing", "month", {"closing_services_monthly": (COLUMNS,)}, COLUMNS)
#: The months from that of the first request that was closed to the last of the records.
MONTHS = f"""SELECT CAST(unnest(generate_series(min(month), greatest(max(month), date_trunc('month', ({LAST_DAY}))),
    INTERVAL 1 MONTH)) AS DATE) AS month FROM cubes.closing_services_monthly"""
#: Services of one month that none before it had, numbered on.
NEW_SERVICES = f"""
INSERT INTO cubes.{CLOSED_SERVICES}
SELECT (SELECT count(*) FROM cubes.{CLOSED_SERVICES}) + row_number() OVER (ORDER BY service, department), *
FROM (SELECT DISTINCT {", ".join(SERVICE)} FROM shown_cells)
ANTI JOIN cubes.{CLOSED_SERVICES} USING ({", ".join(SERVICE)})
"""
#: Those that are shown of one month, added to those up to the one before.
UP_TO_MONTH = f"""
INSERT INTO cubes.{CLOSED_SO_FAR}
SELECT $month, service_number, bucket, CAST(sum(counted) AS INTEGER)
FROM (SELECT service_number, bucket, counted
      FROM shown_cells JOIN cubes.{CLOSED_SERVICES} USING ({", ".join(SERVICE)})
      UNION ALL BY NAME
      SELECT * EXCLUDE (month) FROM cubes.{CLOSED_SO_FAR} WHERE month = $month - INTERVAL 1 MONTH)
GROUP BY ALL ORDER BY service_number, bucket
"""


def write_closed_so_far(connection: duckdb.DuckDBPyConnection, *, number: int) -> None:
    """Write CLOSED_SO_FAR of so many requests (month, service_number, bucket, counted), and CLOSED_SERVICES
    (service_number, department, life_area, service).

    None where a table of shown cells has them (`services_shown.py`), or where they are few.
    """
    if not services_shown.exceeds_shown(connection, "closing_services_monthly", number, "closing"):
        return
    connection.execute(
        f"CREATE TABLE cubes.{CLOSED_SO_FAR} AS "
        f"SELECT month, 0::INTEGER AS service_number, bucket, counted FROM cubes.closing_services_monthly LIMIT 0"
    )
    connection.execute(
        f"CREATE TABLE cubes.{CLOSED_SERVICES} AS "
        f"SELECT 0::INTEGER AS service_number, {', '.join(SERVICE)} FROM cubes.closing_services_monthly LIMIT 0"
    )
    _add_up(connection)


def take_out_closed_so_far(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete the months from the first on in which `piece` has requests, which `renew_closed_so_far` writes anew."""
    connection.execute(f"DELETE FROM cubes.{CLOSED_SO_FAR} WHERE month >= (SELECT min(month) FROM piece)")


def renew_closed_so_far(connection: duckdb.DuckDBPyConnection) -> None:
    """Write anew the months that were taken out."""
    (since,) = connection.execute("SELECT min(month) FROM piece").fetchall()[0]
    if since is not None:
        _add_up(connection, since)


def _add_up(connection: duckdb.DuckDBPyConnection, since: date = date.min) -> None:
    months = f"FROM ({MONTHS}) WHERE month >= $since ORDER BY month"
    for (month,) in connection.execute(months, {"since": since}).fetchall():
        perturb(connection, CELLS, [month])
        connection.execute(NEW_SERVICES)
        connection.execute(UP_TO_MONTH, {"month": month})
