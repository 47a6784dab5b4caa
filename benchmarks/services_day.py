"""Simulated requests as a service desk would publish them: all up to yesterday, then one more day on top."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from data.city.pack import City
from data.drops.manifest import TableData, write_drop
from modules.sources import simulated

#: Requests as they were known when the day began: what was closed since was still open, and nobody had rated it.
KNOWN = """
SELECT * REPLACE (
    CASE WHEN closed_datetime < DATE '{day}' THEN status ELSE 'open' END AS status,
    CASE WHEN closed_datetime < DATE '{day}' THEN outcome ELSE 'pending' END AS outcome,
    CASE WHEN closed_datetime < DATE '{day}' THEN rating END AS rating,
    CASE WHEN closed_datetime < DATE '{day}' THEN closed_datetime END AS closed_datetime
) FROM requests WHERE requested_datetime < DATE '{day}'
"""
MONTHS = "SELECT DISTINCT CAST(date_trunc('month', requested_datetime) AS DATE) AS month FROM requests ORDER BY month"
NEW = "SELECT * FROM requests WHERE requested_datetime >= DATE '{day}' OR closed_datetime >= DATE '{day}'"


def write_until(raw: Path, city: City, outputs: Path, day: date, scratch: Path) -> Path:
    """Everything known when that day began, as a whole drop; a file a month, so that memory stays bounded."""
    scratch.mkdir(parents=True)
    files = []
    with _records(raw) as connection:
        for number, (month,) in enumerate(connection.execute(MONTHS).fetchall()):
            files.append(scratch / f"{number:03d}.parquet")
            of_month = (
                f"requested_datetime >= DATE '{month}' AND requested_datetime < DATE '{month}' + INTERVAL 1 MONTH"
            )
            connection.execute(
                f"COPY ({KNOWN.format(day=day)} AND {of_month}) TO '{files[-1]}' (FORMAT parquet, COMPRESSION zstd)"
            )
        return _write(raw, city, outputs, {"services": _table(connection, "FROM services"), "requests": files})


def write_day(raw: Path, city: City, outputs: Path, day: date, follows: Path) -> Path:
    """What that day brought, to be added to the drop before: new requests, and those closed with what they were."""
    with _records(raw) as connection:
        tables: dict[str, TableData] = {
            "services": _table(connection, "FROM services"),
            "requests": _table(connection, NEW.format(day=day)),
            "requests_before": _table(connection, f"{KNOWN.format(day=day)} AND closed_datetime >= DATE '{day}'"),
        }
    return _write(raw, city, outputs, tables, follows.name)


@contextmanager
def _records(raw: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        simulated.create_views(connection, raw, "services")
        yield connection


def _table(connection: duckdb.DuckDBPyConnection, statement: str) -> pa.Table:
    return connection.sql(statement).to_arrow_table()


def _write(raw: Path, city: City, outputs: Path, tables: dict[str, TableData], follows: str | None = None) -> Path:
    told = simulated.about(raw)
    return write_drop(
        outputs, city.key, "services", tables, module="benchmarks", module_version="1", data_as_of=told.until,
        cadence="P1D", sources=[told.source], simulated=True, notes=told.notes, follows=follows,
    )  # fmt: skip
