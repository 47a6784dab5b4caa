"""check(drop, city): does a drop keep its contract? Files first, then columns, then every value in one pass a table."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from data.city.pack import City
from data.drops.admission import claims_fault, csv_fault, folder_fault, parquet_fault, run_name
from data.drops.clock import CLOCK_TOLERANCE, EARLIEST_DAY, EASTERNMOST, city_time, create_elapsed_days
from data.drops.contract import Contract, Table
from data.drops.drop import (
    ROW,
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
from data.drops.report import ERROR, SAMPLE, SET_ASIDE, WARNING, Breach, BrokenRow, Report
from data.drops.rules import BROKEN_COLUMNS, check_table
from data.sql_text import literal, quoted
from settings import settings

log = logging.getLogger(__name__)
CSV_ERRORS = {"INVALID ENCODING": "broken_encoding"}


@dataclass
class _Check:
    """What one check has come to so far.

    `columns` maps a file to its columns and types; a CSV file is a loaded table. `broken_lines` are lines of a table's
    CSV files that cannot be read, each with its kind.
    """

    drop: Drop
    city: City
    connection: duckdb.DuckDBPyConnection
    breaches: list[Breach] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    broken_lines: dict[str, list[tuple[str, BrokenRow]]] = field(default_factory=dict)
    broken_rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    loaded: dict[str, str] = field(default_factory=dict)
    unusable: set[str] = field(default_factory=set)

    def fail(
        self, rule: str, table: str, message: str, *, column: str | None = None, count: int = 1,
        rows: tuple[BrokenRow, ...] = (), severity: str = ERROR,
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
        connection = scratch_connection(Path(scratch), settings().publish_memory_mb)
        try:
            return check_into(connection, folder, city, domain)
        finally:
            connection.close()


def check_into(connection: duckdb.DuckDBPyConnection, folder: Path, city: City, domain: str) -> Report:
    """The same, leaving a view of each contract table in the connection for whoever publishes.

    Rows that break a rule are not in it where they are set aside; they stand in `broken_<table>` (rules.check_table).
    """
    if fault := folder_fault(folder):
        return Report(city.key, domain, run_name(folder), breaches=(Breach("folder", domain, None, 1, fault),))
    try:
        drop = open_drop(folder, domain)
    except DropError as error:
        return Report(city.key, domain, folder.name, breaches=(Breach("manifest", domain, None, 1, str(error)),))
    state = _Check(drop, city, connection)
    started = time.monotonic()
    _check_contract(state)
    _check_dates(state)
    if fault := claims_fault(drop.manifest):
        state.fail("claims", domain, fault)
        return Report(city.key, domain, folder.name, breaches=tuple(state.breaches))
    for entry in drop.manifest.files:
        _check_file(state, entry)
    for table in drop.contract.tables:
        _check_columns(state, table)
    create_elapsed_days(connection, city.timezone)
    create_fiscal_year_of(connection, city.fiscal_year_starts_month)
    _create_views(state)
    log.info("%s/%s %s: files and columns checked in %.1f s", city.key, domain, folder.name, time.monotonic() - started)
    most_share, now = _set_aside_share(drop, city), city_time(city.timezone)
    for table in drop.contract.tables:
        if table.name in state.rows and table.name not in state.unusable:
            _check_values(state, table, now, most_share)
    return Report(
        city.key, domain, folder.name, state.rows, tuple(state.breaches), state.broken_rows, most_share
    )  # fmt: skip


def create_fiscal_year_of(connection: duckdb.DuckDBPyConnection, first_month: int) -> None:
    """The SQL macro `fiscal_year_of(day)`: the year in which the fiscal year of that day ends."""
    connection.execute(
        "CREATE OR REPLACE MACRO fiscal_year_of(day) AS year(day) + "
        f"CASE WHEN {first_month} > 1 AND month(day) >= {first_month} THEN 1 ELSE 0 END"
    )


def _set_aside_share(drop: Drop, city: City) -> float:
    """The largest share of a table's rows that may be set aside: the city's word, else the drop's, else the contract's.

    The city's comes first, because it is the operator who answers for what is shown.
    """
    said = (city.set_aside_share, drop.manifest.set_aside_share, drop.contract.set_aside_share)
    return next(share for share in said if share is not None)


def _check_values(state: _Check, table: Table, now: datetime, most_share: float) -> None:
    started = time.monotonic()
    usable = state.rows.keys() - state.unusable
    from_text = any(entry.path in state.loaded for entry in state.drop.files(table.name))
    lines = state.broken_lines.get(table.name, [])
    numbers = len({(row.file, row.row) for _, row in lines})
    try:
        checked = check_table(
            state.connection, state.drop.contract, table, usable, state.city, now, from_text, numbers, most_share
        )
    except duckdb.Error as error:
        if machine_is_full(error):
            raise
        state.fail("unreadable", table.name, _first_line(error, state.drop.folder))
        state.unusable.add(table.name)
        return
    state.breaches += checked.breaches
    if checked.broken_rows:
        state.broken_rows[table.name] = checked.broken_rows
    if lines:
        _note_lines(state, table, lines, checked.broken_rows <= most_share * state.rows[table.name])
    log.info("%s: %s rows checked in %.1f s", table.name, f"{state.rows[table.name]:,}", time.monotonic() - started)


def _note_lines(state: _Check, table: Table, lines: list[tuple[str, BrokenRow]], set_aside: bool) -> None:
    """The breaches of lines that cannot be read; where they are set aside, they join the other broken rows."""
    for kind in dict.fromkeys(kind for kind, _ in lines):
        broken = [row for of, row in lines if of == kind]
        rule, message = CSV_ERRORS.get(kind, "broken_line"), f"lines that cannot be read: {kind.lower()}"
        severity = SET_ASIDE if set_aside else ERROR
        state.fail(rule, table.name, message, count=len(broken), rows=tuple(broken[:SAMPLE]), severity=severity)
        if set_aside:
            name = quoted(f"broken_{table.name}")
            state.connection.execute(f"CREATE TABLE IF NOT EXISTS {name} (_file VARCHAR, {BROKEN_COLUMNS})")
            lines_of_kind = pa.table({
                "_file": [row.file for row in broken], "row": [row.row for row in broken],
                "value": [row.value for row in broken],
            })  # fmt: skip
            state.connection.register("_lines", lines_of_kind)
            state.connection.execute(
                f'INSERT INTO {name} SELECT _file, "row", NULL, value, {literal(rule)}, {literal(message)} FROM _lines'
            )
            state.connection.unregister("_lines")


def _first_line(error: Exception, folder: Path) -> str:
    """What the error says first, without the place of the folder on this machine: readers of `/data` see it."""
    return str(error).replace(f"{folder}{os.sep}", "").strip().partition("\n")[0][:300]


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


def _check_dates(state: _Check) -> None:
    """What the manifest says of its own time has happened by now, on the city's clock."""
    told, zone = state.drop.manifest, state.city.timezone
    domain, latest = state.drop.contract.domain, datetime.now(UTC) + CLOCK_TOLERANCE
    generated = told.generated_at if told.generated_at.tzinfo else told.generated_at.replace(tzinfo=UTC)
    if generated > latest:
        message = f"generated_at {told.generated_at.isoformat()} is in the future"
        state.fail("in_future", domain, message, column="generated_at")
    as_of, here = told.data_as_of, latest.astimezone(ZoneInfo(zone))
    if isinstance(as_of, datetime):
        ahead = (as_of if as_of.tzinfo else as_of.replace(tzinfo=here.tzinfo)) > here
    else:
        # A producer may name the day in a zone of its own: only what is a later day everywhere is in the future.
        ahead = as_of > (latest + EASTERNMOST).date()
    if ahead:
        message = f"data_as_of {as_of.isoformat()} is in the future: it is {here:%Y-%m-%d %H:%M} in {zone}"
        state.fail("in_future", domain, message, column="data_as_of")
    elif as_of.year < EARLIEST_DAY.year:
        state.fail("too_early", domain, f"data_as_of is before {EARLIEST_DAY}", column="data_as_of")


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
        if fault := parquet_fault(path, bool(state.drop.contract.table(entry.table).key)):
            state.fail_file("claims", entry, f"{entry.path}: {fault}")
            return None
        rows = parquet_rows(path)
        state.columns[entry.path] = parquet_types(state.connection, path)
        for column in geometry_columns(path):
            for breach in invalid_geometries(path, column, entry.table, state.city):
                state.breaches.append(breach)
    except (pa.ArrowInvalid, OSError, duckdb.Error, ValueError, KeyError) as error:
        state.fail_file("unreadable", entry, f"{entry.path} cannot be read: {_first_line(error, state.drop.folder)}")
        return None
    return rows


def _open_csv(state: _Check, entry: FileEntry, path: Path) -> int | None:
    """Rows of the file, loaded as text; lines that cannot be read are counted. None where the file cannot be read."""
    if fault := csv_fault(path):
        state.fail_file("claims", entry, f"{entry.path}: {fault}")
        return None
    name = f"csv_{len(state.loaded)}"
    before = _csv_errors(state)
    try:
        state.columns[entry.path] = load_csv(state.connection, name, path)
    except duckdb.Error as error:
        if machine_is_full(error):
            raise
        state.fail_file("unreadable", entry, f"{entry.path} cannot be read: {_first_line(error, state.drop.folder)}")
        return None
    state.loaded[entry.path] = name
    lines = _csv_errors(state)[len(before) :]
    broken = [(kind, BrokenRow(entry.path, line - 1, None, text[:200])) for line, kind, text in lines]
    state.broken_lines.setdefault(entry.table, []).extend(broken)
    numbers = sorted({line - 1 for line, _, _ in lines})
    _count_broken_lines(state.connection, name, numbers)
    counted = state.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
    return (int(counted[0]) if counted else 0) + len(numbers)


def _count_broken_lines(connection: duckdb.DuckDBPyConnection, name: str, broken: list[int]) -> None:
    """Number the loaded rows as they stand in the file, where lines between them could not be read."""
    if not broken:
        return
    # The n-th row that was read stands behind as many broken lines as lie before it.
    steps = pa.table({"read": [row - index for index, row in enumerate(broken)], "more": range(1, len(broken) + 1)})
    connection.register("_steps", steps)
    connection.execute(
        f"CREATE OR REPLACE TABLE {name} AS SELECT loaded.* REPLACE ({ROW} + coalesce(more, 0) AS {ROW}) "
        f"FROM {name} AS loaded ASOF LEFT JOIN (SELECT read, max(more) AS more FROM _steps GROUP BY read) AS steps "
        f"ON loaded.{ROW} >= steps.read"
    )
    connection.unregister("_steps")


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
            if column.name not in have and column.optional:
                continue
            if column.name not in have:
                severity = ERROR if column.required or column.name in table.key else WARNING
                message = f"{entry.path} has no column {column.name}"
                state.fail("missing_column", table.name, message, column=column.name, severity=severity)
                if severity == ERROR:
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
            create_raw_view(state.connection, table, files, state.city.timezone)
    create_contract_views(state.connection, contract, set(usable))
