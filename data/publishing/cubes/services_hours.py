"""Hours of the day, of records that have times: dates alone would all be midnight."""

from __future__ import annotations

import duckdb


def has_times(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a request of the delivery was made at another time than midnight."""
    timed = "FROM requests WHERE requested_datetime <> date_trunc('day', requested_datetime) LIMIT 1"
    return bool(connection.execute(timed).fetchall())


def set_hours(connection: duckdb.DuckDBPyConnection, *, known: bool) -> None:
    """Defines `hour_of(moment)`: its hour of the day; NULL where hours are not known, and then no cube counts them."""
    hour = "hour(moment)" if known else "NULL"
    connection.execute(f"CREATE OR REPLACE TEMP MACRO hour_of(moment) AS CAST({hour} AS UTINYINT)")
