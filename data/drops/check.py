"""check(drop, city): does a drop keep its contract? Files first, then columns, then every value in one pass a table."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from data.city.pack import City
from data.drops.contract import Contract, Table
from data.drops.drop import (
    Drop,
    create_contract_views,
    create_raw_view,
    fits,
    geometry_columns,
    load_csv,
    machine_is_full,
    open_drop,
    parquet_rows,
    parquet_types,
    scratch_connection,
)
from data.drops.geometry import invalid_geometries
from data.drops.manifest import DropError, FileEntry, sha256_of
from data.drops.report import Breach, BrokenRow, Report
from data.drops.rules import broken_values

log = logging.getLogger(__name__)
CSV_ERRORS = {"INVALID ENCODING": "broken_encoding"}


@dataclass
class _Check:
    """What one check has found so far. `columns` maps a file to its columns and types; a CSV file is a loaded table."""

    drop: Drop
    city: City
    connection: duckdb.DuckDBPyConnection
    breaches: list[Breach] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    loaded: dict[str, str] = field(default_factory=dict)
    unusable: set[str] = field(default_factory=set)

    def fail(
        self, rule: str, table: str, message: str, *, column: str | None = None, count: int = 1,
        rows: tuple[BrokenRow, ...] = (), severity: str = "error",
    ) -> None:  # fmt: skip
        """Note a broken rule."""
        self.breaches.append(Breach(rule, table, column, count, message, severity, rows))

    def fail_file(self, rule: str, entry: FileEntry, message: str) -> None:
        """Note a file that cannot be used, and with it its table."""
        self.fail(rule, entry.table, message, rows=(BrokenRow(entry.path, None, None, None),))
        self.unusable.add(entry.table)


def check(folder: Path, city: City, domain: str) -> Report:
    """The report on the drop in that folder. A drop without a readable manifest gets a report that says so."""
    with TemporaryDirectory(prefix="citydeck-check-") as scratch:
        connection = scratch_connection(Path(scratch))
        try:
            return check_into(connection, folder, city, domain)
        finally:
            connection.close()


def check_into(connection: duckdb.DuckDBPyConnection, folder: Path, city: City, domain: str) -> Report:
    """The same, leaving a view of each contract table in the connection for whoever publishes."""
    try:
        drop = open_drop(folder, domain)
    except DropError as error:
        return Report(city.key, domain, folder.name, breaches=(Breach("manifest", domain, None, 1, str(error)),))
    state = _Check(drop, city, connection)
    started = time.monotonic()
    _check_contract(state)
    for entry in drop.manifest.files:
        _check_file(state, entry)
    for table in drop.contract.tables:
        _check_columns(state, table)
    _create_views(state)
    log.info("%s/%s %s: files and columns checked in %.1f s", city.key, domain, folder.name, time.monotonic() - started)
    now = datetime.now(ZoneInfo(city.timezone)).replace(tzinfo=None)
    for table in drop.contract.tables:
        if table.name in state.rows and table.name not in state.unusable:
            _check_values(state, table, now)
    return Report(city.key, domain, folder.name, state.rows, tuple(state.breaches))


def _check_values(state: _Check, table: Table, now: datetime) -> None:
    started = time.monotonic()
    usable = state.rows.keys() - state.unusable
    from_text = any(entry.path in state.loaded for entry in state.drop.files(table.name))
    try:
        state.breaches += broken_values(
            state.connection, state.drop.contract, table, usable, state.city, now, from_text
        )
    except duckdb.Error as error:
        if machine_is_full(error):
            raise
        state.fail("unreadable", table.name, _first_line(error))
        state.unusable.add(table.name)
    log.info("%s: %s rows checked in %.1f s", table.name, f"{state.rows[table.name]:,}", time.monotonic() - started)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300]


def _check_contract(state: _Check) -> None:
    """The manifest names this contract, in a version of the same major number, and takes back only what it follows."""
    contract, told = state.drop.contract, state.drop.manifest
    same_major = told.contract_version.partition(".")[0] == contract.version.partition(".")[0]
    if told.contract != contract.id or not same_major:
        message = f"made for {told.contract} {told.contract_version}, published under {contract.id} {contract.version}"
        state.fail("contract", contract.domain, message)
    if told.follows is not None and not contract.taking_back:
        state.fail("follows", contract.domain, f"follows {told.follows}, but this contract takes whole drops only")
    for table in contract.taking_back:
        if told.follows is None and state.drop.files(table.name):
            message = f"{table.name} takes rows back, but the manifest does not say which run the drop follows"
            state.fail("follows", table.name, message)


def _check_file(state: _Check, entry: FileEntry) -> None:
    """The file is there, is the one that the manifest means, and can be read."""
    path = state.drop.folder / entry.path
    if entry.table not in {table.name for table in state.drop.contract.tables}:
        state.fail_file("unknown_table", entry, f"the contract has no table {entry.table!r}")
    elif path.is_symlink() or not path.is_file():
        state.fail_file("missing_file", entry, f"{entry.path} is not a file of the drop")
    elif path.suffix not in (".parquet", ".csv"):
        state.fail_file("format", entry, f"{entry.path} is neither Parquet nor CSV")
    elif sha256_of(path) != entry.sha256:
        state.fail_file("hash", entry, f"{entry.path} is not the file whose SHA-256 the manifest gives")
    else:
        rows = _open_csv(state, entry, path) if path.suffix == ".csv" else _open_parquet(state, entry, path)
        if rows is None:
            return
        state.rows[entry.table] = state.rows.get(entry.table, 0) + rows
        if rows != entry.rows:
            state.fail_file("row_count", entry, f"the manifest promises {entry.rows:,} rows, the file has {rows:,}")


def _open_parquet(state: _Check, entry: FileEntry, path: Path) -> int | None:
    """Rows of the file, its columns noted; None where it cannot be read."""
    try:
        rows = parquet_rows(path)
        state.columns[entry.path] = parquet_types(state.connection, path)
        for column in geometry_columns(path):
            for breach in invalid_geometries(path, column, entry.table, state.city):
                state.breaches.append(breach)
    except (pa.ArrowInvalid, OSError, duckdb.Error, ValueError, KeyError) as error:
        state.fail_file("unreadable", entry, f"{entry.path} cannot be read: {_first_line(error)}")
        return None
    return rows


def _open_csv(state: _Check, entry: FileEntry, path: Path) -> int | None:
    """Rows of the file, loaded as text; lines that cannot be read are counted. None where the file cannot be read."""
    name = f"csv_{len(state.loaded)}"
    before = _csv_errors(state)
    try:
        state.columns[entry.path] = load_csv(state.connection, name, path)
    except duckdb.Error as error:
        if machine_is_full(error):
            raise
        state.fail_file("unreadable", entry, f"{entry.path} cannot be read: {_first_line(error)}")
        return None
    state.loaded[entry.path] = name
    lines = _csv_errors(state)[len(before) :]
    for kind in dict.fromkeys(kind for _, kind, _ in lines):
        broken = [BrokenRow(entry.path, line - 1, None, text[:200]) for line, of, text in lines if of == kind]
        rule = CSV_ERRORS.get(kind, "broken_line")
        message = f"lines that cannot be read: {kind.lower()}"
        state.fail(rule, entry.table, message, count=len(broken), rows=tuple(broken[:20]))
    counted = state.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
    return (int(counted[0]) if counted else 0) + len({line for line, _, _ in lines})


def _csv_errors(state: _Check) -> list[tuple[int, str, str]]:
    """(line of the file, kind, text) of every CSV line that was refused so far, in the order of reading."""
    exists = state.connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchone()
    if not exists:
        return []
    return state.connection.execute(
        "SELECT line, error_type::VARCHAR, any_value(coalesce(csv_line, error_message)) FROM reject_errors "
        "GROUP BY scan_id, line, error_type ORDER BY scan_id, line"
    ).fetchall()


def _check_columns(state: _Check, table: Table) -> None:
    """Every file of the table has the contract's columns, none besides, and in Parquet the contract's types."""
    entries = [entry for entry in state.drop.files(table.name) if entry.path in state.columns]
    if not state.drop.files(table.name):
        if not table.optional:
            state.fail("missing_table", table.name, "the drop has no file of this table")
        return
    for entry in entries:
        have = state.columns[entry.path]
        for column in table.columns:
            if column.name not in have:
                severity = "error" if column.required or column.name in table.key else "warning"
                message = f"{entry.path} has no column {column.name}"
                state.fail("missing_column", table.name, message, column=column.name, severity=severity)
                if severity == "error":
                    state.unusable.add(table.name)
            elif entry.path not in state.loaded and not fits(have[column.name], column):
                message = f"{entry.path} has {have[column.name]} where the contract has {column.logical_type}"
                state.fail("type", table.name, message, column=column.name, count=max(1, entry.rows))
                state.unusable.add(table.name)
        for name in have.keys() - {column.name for column in table.columns}:
            state.fail("extra_column", table.name, f"{entry.path} has a column that the contract lacks", column=name)


def _create_views(state: _Check) -> None:
    """Views of the tables that can be read; the others are empty, and their breaches stop the drop."""
    contract: Contract = state.drop.contract
    usable = state.rows.keys() - state.unusable
    for table in contract.tables:
        if table.name in usable:
            files = [
                (state.drop.folder / entry.path, state.loaded.get(entry.path)) for entry in state.drop.files(table.name)
            ]
            create_raw_view(state.connection, table, files)
    create_contract_views(state.connection, contract, set(usable))
