"""Days to close of each service from the first month up to each, as they are shown.

Which services are slowest is asked of all buckets of all services: four million cells in two years of a hundred million
requests, too many for a table of shown cells. Those of any months are the difference of two sums up to a month.
"""

from __future__ import annotations

from datetime import date

import duckdb

from data.published.cell_keys import KEYS, RECORD_KEY, fewest_of
from data.published.people_counted import CLOSED_SO_FAR
from data.publishing.cubes import services_shown
from data.publishing.cubes.services_perturbed import LAST_DAY, PERTURBED, WITH_TABLE

COLUMNS = "department, life_area, service, bucket"
#: The months from that of the first request that was closed to the last of the records.
MONTHS = f"""SELECT CAST(unnest(generate_series(min(month), greatest(max(month), date_trunc('month', ({LAST_DAY}))),
    INTERVAL 1 MONTH)) AS DATE) AS month FROM cubes.closing_services_monthly"""
#: The cells of one month as a view would perturb them (`data/reading/disclosure.py`), added to those of the one before.
UP_TO_MONTH = f"""
INSERT INTO cubes.{CLOSED_SO_FAR}
WITH cells AS (
    SELECT {COLUMNS}, counted::BIGINT AS people, {RECORD_KEY}::BIGINT % {KEYS} AS cell_key
    FROM cubes.closing_services_monthly WHERE month = $month
), many AS (
    SELECT department, service
    FROM (SELECT department, service, sum(people)::BIGINT AS people, (sum(cell_key) % {KEYS})::BIGINT AS cell_key
          FROM cells GROUP BY ALL) {WITH_TABLE}
    WHERE noisy(people, cell_key) >= $fewest
), shown AS (
    SELECT {COLUMNS}, noisy(people, cell_key) AS counted FROM cells {WITH_TABLE}
    WHERE EXISTS (FROM many WHERE many.department IS NOT DISTINCT FROM cells.department
                  AND many.service IS NOT DISTINCT FROM cells.service)
)
SELECT $month, {COLUMNS}, CAST(sum(counted) AS INTEGER)
FROM (FROM shown WHERE counted > 0
      UNION ALL SELECT {COLUMNS}, counted FROM cubes.{CLOSED_SO_FAR} WHERE month = $month - INTERVAL 1 MONTH)
GROUP BY ALL ORDER BY service, bucket
"""


def write_closed_so_far(connection: duckdb.DuckDBPyConnection, *, number: int) -> None:
    """Write `cubes.shown_closing_so_far` of so many requests: month, department, life_area, service, bucket, counted.

    None where a table of shown cells has them (`services_shown.py`), or where they are few.
    """
    most = min(services_shown.MOST_CELLS, number * services_shown.MOST_A_REQUEST)
    cells = connection.execute("SELECT count(*) FROM cubes.closing_services_monthly").fetchall()[0][0]
    if number < services_shown.FEWEST_REQUESTS or cells <= most:
        return
    connection.execute(
        f"CREATE TABLE cubes.{CLOSED_SO_FAR} AS "
        f"SELECT month, {COLUMNS}, counted FROM cubes.closing_services_monthly LIMIT 0"
    )
    _add_up(connection)


def renew_closed_so_far(connection: duckdb.DuckDBPyConnection) -> None:
    """Write anew the months from the first on in which `piece` has requests."""
    _add_up(connection, connection.execute("SELECT min(month) FROM piece").fetchall()[0][0])


def _add_up(connection: duckdb.DuckDBPyConnection, since: date | None = None) -> None:
    connection.execute(PERTURBED)
    floor = connection.execute("SELECT small_cell_floor FROM cubes.disclosure").fetchall()[0][0]
    since = since or date.min
    connection.execute(f"DELETE FROM cubes.{CLOSED_SO_FAR} WHERE month >= $since", {"since": since})
    for (month,) in connection.execute(
        f"FROM ({MONTHS}) WHERE month >= $since ORDER BY month", {"since": since}
    ).fetchall():
        connection.execute(UP_TO_MONTH, {"month": month, "fewest": fewest_of(floor)})
