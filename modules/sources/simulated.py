"""Reads the simulator's raw records (docs/simulator.md has their format) as the tables of the contracts.

The records are larger than memory at a hundred million requests, so each table is a DuckDB query whose Arrow batches
are handed on one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from data.manifest import SourceEntry

MARKER = "simulated.json"
_ROWS_A_BATCH = 250_000

#: Domain -> contract table -> (raw files, query over them as `raw`).
TABLES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "services": {
        "services": (
            "services/catalogue.parquet",
            """
            SELECT item_code AS service_id, item_name AS name_en, item_name_local AS name_local,
                dept_code AS department_id, dept_name AS department_en, dept_name_local AS department_local,
                theme AS life_area, CAST(promise_days AS DOUBLE) AS deadline_days, unit_cost AS cost_lcu
            FROM raw
            """,
        ),
        "requests": (
            "services/requests/*.parquet",
            """
            SELECT CAST(case_no AS VARCHAR) AS service_request_id, CAST(item_code AS VARCHAR) AS service_id,
                CASE WHEN state = 'in_progress' THEN 'open' ELSE 'closed' END AS status,
                CASE WHEN state = 'in_progress' THEN 'pending' ELSE CAST(state AS VARCHAR) END AS outcome,
                CAST(way AS VARCHAR) AS channel, by_clerk AS assisted_digital,
                CAST(received_at AS TIMESTAMP) AS requested_datetime, CAST(finished_at AS TIMESTAMP) AS closed_datetime,
                CAST(score AS BIGINT) AS rating, is_repeat AS duplicate,
                CAST(NULL AS VARCHAR) AS nature, CAST(NULL AS VARCHAR) AS area_id,
                wgs84_lat AS lat, wgs84_lon AS long
            FROM raw
            """,
        ),
    },
}


@dataclass(frozen=True)
class About:
    """What the marker of a simulated city says: the simulator's version, its seed and the last day of its records."""

    version: str
    seed: int
    until: date

    @property
    def source(self) -> SourceEntry:
        """The manifest's word on where the records come from."""
        address = f"python -m modules simulate, version {self.version}, seed {self.seed}"
        return SourceEntry(publisher="Citydeck's simulator", licence="CC0-1.0", address=address)

    @property
    def notes(self) -> tuple[str, ...]:
        """The manifest's sentence for the reader."""
        return ("Simulated records: no resident, firm or official stands behind them. See docs/simulator.md.",)


def holds(raw: Path, domain: str) -> bool:
    """Whether that raw folder holds simulated records of the domain."""
    return (raw / MARKER).is_file() and (raw / domain).is_dir()


def about(raw: Path) -> About:
    """What the raw folder's marker says; FileNotFoundError without it."""
    told = json.loads((raw / MARKER).read_text("utf-8"))
    return About(told["simulator"], int(told["seed"]), date.fromisoformat(told["until"]))


def batches(raw: Path, domain: str, table: str) -> Iterator[pa.RecordBatch]:
    """The Arrow batches of one contract table, in the order of the raw records; KeyError for an unknown table."""
    files, query = TABLES[domain][table]
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        records = connection.read_parquet(str(raw / files))
        reader = records.query("raw", query).to_arrow_reader(_ROWS_A_BATCH)
        yield from reader


def tables(raw: Path, domain: str) -> dict[str, Iterator[pa.RecordBatch]]:
    """Every contract table that the simulator has records for, as batches that are read when they are asked for."""
    return {table: batches(raw, domain, table) for table in TABLES[domain]}
