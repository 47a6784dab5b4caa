"""A drop's files as DuckDB views: `raw_<table>` with where each row came from, `<table>` as the contract says.

Between them stands `sound_<table>`: the raw rows without those that are set aside.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from data.drops.clock import local_moment, moment_of_text
from data.drops.contract import Column, Contract, Table, load_contract
from data.drops.manifest import FileEntry, Manifest, read_manifest
from data.sql_text import file_literal, literal, quoted

#: Columns of a raw view that say where a row came from.
FILE, ROW = "_file", "_row"
ZONED = "TIMESTAMP WITH TIME ZONE"
_DISK_FULL = ("no space left", "failed to offload", "max_temp_directory_size", "disk full", "could not write")
#: How DuckDB tells of its own limit, `memory_limit`, and not of the machine's: "(57.0 MiB/57.2 MiB used)".
_LIMIT = re.compile(r"/([\d.]+ [KMGT]iB) used\)")
_FAMILIES: dict[str, tuple[str, ...]] = {
    "string": ("VARCHAR", "ENUM", "UUID", "JSON"),
    "integer": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    "number": ("FLOAT", "DOUBLE", "DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
               "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    "boolean": ("BOOLEAN",),
    "date": ("DATE",),
    "timestamp": ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE", ZONED),
}  # fmt: skip


@dataclass(frozen=True)
class Drop:
    """A drop whose manifest could be read, with the contract of its domain."""

    folder: Path
    manifest: Manifest
    contract: Contract

    def files(self, table: str) -> list[FileEntry]:
        """The files of a table, in the manifest's order."""
        return [entry for entry in self.manifest.files if entry.table == table]


def open_drop(folder: Path, domain: str) -> Drop:
    """The drop in that folder. Raises DropError where its manifest is missing or cannot be read."""
    return Drop(folder, read_manifest(folder), load_contract(domain))


def scratch_connection(scratch: Path, memory_mb: int = 1000, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection of its own, bounded in memory, that spills into the scratch folder."""
    connection = duckdb.connect()
    connection.execute("SET temp_directory = ?", [str(scratch / "spill")])
    connection.execute("SET memory_limit = ?", [f"{memory_mb}MB"])
    connection.execute("SET threads = ?", [threads])
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def machine_is_full(error: duckdb.Error) -> bool:
    """Whether DuckDB gave up for want of disk or memory, which is not the fault of the file it was reading."""
    return what_is_full(error) is not None


def what_is_full(error: duckdb.Error) -> str | None:
    """What DuckDB lacked, in words: the disk, the memory that its connection may take, or the machine's; else None."""
    text = str(error)
    if any(sign in text.lower() for sign in _DISK_FULL):
        return "the disk is full"
    if not isinstance(error, duckdb.OutOfMemoryException):
        return None
    if (limit := _LIMIT.search(text)) is None:
        return "the memory of this machine is full"
    return f"the {limit[1]} of memory that it may take are full (more: publish_memory_mb in the settings)"


def fits(sql_type: str, column: Column) -> bool:
    """Whether a Parquet column of that DuckDB type can be read as the contract's type without a guess."""
    base = sql_type.strip('"').partition("(")[0]
    return base == "NULL" or base in _FAMILIES[column.logical_type]


def geometry_columns(path: Path) -> list[str]:
    """The geometry columns that a GeoParquet file declares; empty for any other file."""
    if path.suffix != ".parquet":
        return []
    told = (pq.read_schema(path).metadata or {}).get(b"geo")
    return list(json.loads(told)["columns"]) if told else []


def parquet_types(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """DuckDB's types of a Parquet file's columns, without its geometry."""
    skipped = set(geometry_columns(path))
    names = [name for name in pq.read_schema(path).names if name not in skipped]
    if not names:
        return {}
    described = connection.execute(
        f"DESCRIBE SELECT {', '.join(map(quoted, names))} FROM read_parquet({file_literal(path)})"
    ).fetchall()
    return {row[0]: row[1] for row in described}


def parquet_rows(path: Path) -> int:
    """Rows that a Parquet file's footer promises. Raises pyarrow.ArrowInvalid where the footer is broken."""
    return int(pq.read_metadata(path).num_rows)


def load_csv(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> dict[str, str]:
    """Load a CSV file (UTF-8, comma, header) as text into the table `name`; lines that break go to `reject_errors`.

    Returns the columns, all VARCHAR.
    """
    connection.execute(
        f"CREATE TABLE {quoted(name)} AS SELECT *, {literal(path.name)} AS {FILE}, row_number() OVER () AS {ROW} "
        f"FROM read_csv({file_literal(path)}, all_varchar = true, header = true, delim = ',', quote = '\"', "
        "escape = '\"', strict_mode = true, store_rejects = true, rejects_limit = 0, parallel = false)"
    )
    described = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
    return {row[0]: row[1] for row in described if row[0] not in (FILE, ROW)}


def create_raw_view(
    connection: duckdb.DuckDBPyConnection, table: Table, files: list[tuple[Path, str | None]], timezone: str
) -> None:
    """`raw_<table>`: the contract's columns of all files (NULL where a file lacks one) with `_file` and `_row`.

    `sound_<table>` is the same until rows are set aside (`rules.check_table`).

    `files` are (path, name of the loaded table for CSV or None). From CSV each column is tried as the contract's type
    and its text is kept as `_text_<column>`; so is that of a Parquet file's exact amounts. Moments with an offset or a
    zone become those of the city's `timezone`.
    """
    parts = []
    for path, loaded in files:
        if loaded:
            types = {row[0]: row[1] for row in connection.execute(f"DESCRIBE {quoted(loaded)}").fetchall()}
        else:
            types = parquet_types(connection, path)
        columns = [
            _raw_column(column, types.get(column.name), loaded is not None, timezone) for column in table.columns
        ]
        if loaded:
            origin, where = quoted(loaded), f"{FILE}, {ROW}"
        else:
            origin = f"read_parquet({file_literal(path)}, file_row_number = true)"
            where = f"{literal(path.name)} AS {FILE}, file_row_number + 1 AS {ROW}"
        parts.append(f"SELECT {', '.join(columns)}, {where} FROM {origin}")
    connection.execute(f"CREATE VIEW {quoted('raw_' + table.name)} AS {' UNION ALL BY NAME '.join(parts)}")
    connection.execute(f"CREATE VIEW {quoted('sound_' + table.name)} AS FROM {quoted('raw_' + table.name)}")


def _raw_column(column: Column, file_type: str | None, text: bool, timezone: str) -> str:
    """How one column is read from one file, in which it is of that type (None: not there)."""
    name, sql_type = quoted(column.name), column.sql_type
    kept = quoted("_text_" + column.name)
    if file_type is None:
        return f"NULL::{sql_type} AS {name}, NULL::VARCHAR AS {kept}"
    if not text:
        value = local_moment(name, timezone) if file_type == ZONED else name
        # A double may not keep every digit of a decimal or a large whole number: its text says what it was.
        exact = column.unit == "lcu" and file_type.startswith(("DECIMAL", "BIGINT", "UBIGINT", "HUGEINT"))
        told = f"({name})::VARCHAR" if exact else "NULL::VARCHAR"
        return f"({value})::{sql_type} AS {name}, {told} AS {kept}"
    if column.logical_type == "integer":
        # DuckDB would round '12.5' to 13 without a word.
        whole = f"regexp_full_match(trim({name}), '[+-]?[0-9]+')"
        return f"CASE WHEN {whole} THEN TRY_CAST({name} AS BIGINT) END AS {name}, {name} AS {kept}"
    if column.logical_type in ("timestamp", "date"):
        return f"({moment_of_text(name, timezone)})::{sql_type} AS {name}, {name} AS {kept}"
    return f"TRY_CAST({name} AS {sql_type}) AS {name}, {name} AS {kept}"


def create_contract_views(connection: duckdb.DuckDBPyConnection, contract: Contract, have: set[str]) -> None:
    """`<table>` with exactly the contract's columns, for every table; an absent one is an empty view."""
    for table in contract.tables:
        if table.name in have:
            columns = ", ".join(quoted(column.name) for column in table.columns)
            body = f"SELECT {columns} FROM {quoted('sound_' + table.name)}"
        else:
            empty = ", ".join(f"NULL::{column.sql_type} AS {quoted(column.name)}" for column in table.columns)
            body = f"SELECT {empty} WHERE false"
        connection.execute(f"CREATE VIEW {quoted(table.name)} AS {body}")
