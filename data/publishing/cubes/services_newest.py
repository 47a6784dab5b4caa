"""Single requests that are kept, for the table and the map's lowest level: the newest. Older ones are in the cubes."""

from __future__ import annotations

import duckdb

#: So many of them.
MOST_RECORDS = 200_000
RECORDS = """
SELECT CAST(r.requested_datetime AS DATE) AS day, r.service_request_id, CAST(r.closed_datetime AS DATE) AS closed_on,
       elapsed_days(r.requested_datetime, r.closed_datetime) AS days, r.status, r.service_id AS service,
       coalesce(r.department_id, s.department_id) AS department, coalesce(s.life_area, 'unknown') AS life_area,
       r.channel, coalesce(r.nature, 'unknown') AS nature{areas}, r.lat, r.long
FROM requests r JOIN services s USING (service_id) WHERE NOT r.duplicate
"""
NEWEST = """
CREATE OR REPLACE TABLE cubes.request_records AS
FROM ({rows}) {of_days} ORDER BY day DESC, service_request_id DESC LIMIT {most}
"""
#: Only days that may hold some of them are sorted: of twenty million requests, all would not fit into memory.
OF_DAYS = """
WHERE day >= (
    SELECT coalesce(max(day), DATE '0001-01-01') FROM (
        SELECT day, sum(count(*)) OVER (ORDER BY day DESC) AS requests_since FROM ({rows}) GROUP BY day
    ) WHERE requests_since >= {most}
)
"""
#: The first day from which all requests are kept, where older ones are not.
KEPT_FROM = """
CREATE OR REPLACE TABLE cubes.kept_from AS
SELECT 'request_records' AS records, min(day) + 1 AS first_day FROM cubes.request_records
WHERE (SELECT requests FROM cubes.counted) > {most} HAVING count(*) >= {most}
"""


def requests_singly(levels: list[str]) -> str:
    """The statement of the single requests, their areas by level."""
    return RECORDS.format(areas="".join(f", r.{level}" for level in levels))


def keep_newest(connection: duckdb.DuckDBPyConnection, rows: str, number: int) -> None:
    """Write `request_records`: the newest of the requests that the statement `rows` answers, `number` at most."""
    of_days = OF_DAYS.format(rows=rows, most=MOST_RECORDS) if number > MOST_RECORDS else ""
    connection.execute(NEWEST.format(rows=rows, of_days=of_days, most=MOST_RECORDS))


def renew_newest(connection: duckdb.DuckDBPyConnection, *, levels: list[str]) -> None:
    """Take `requests_before` out of `request_records`, add `requests`, and leave the newest of all."""
    connection.execute(
        "DELETE FROM cubes.request_records WHERE service_request_id IN (SELECT service_request_id FROM requests_before)"
    )
    connection.execute(f"INSERT INTO cubes.request_records {requests_singly(levels)}")
    found = connection.execute("SELECT count(*) FROM cubes.request_records").fetchall()
    beyond = max(found[0][0] - MOST_RECORDS, 0)
    oldest = f"SELECT rowid FROM cubes.request_records ORDER BY day, service_request_id LIMIT {beyond}"
    connection.execute(f"DELETE FROM cubes.request_records WHERE rowid IN ({oldest})")


def note_kept_from(connection: duckdb.DuckDBPyConnection) -> None:
    """Write or renew `kept_from`, from `request_records` and `counted`."""
    connection.execute(KEPT_FROM.format(most=MOST_RECORDS))
