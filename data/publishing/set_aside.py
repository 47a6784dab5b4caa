"""The rows of a drop that are left out of its snapshot because they break a rule, as a file that a person can open."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.drops.contract import Contract
from data.sql_text import literal, quoted

#: What a spreadsheet takes for the start of a formula, also behind blanks and in full width (OWASP, CSV injection).
_FORMULA = r"^[\s\x00-\x1f\x{feff}]*[=+\-@|%\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"


def write_set_aside(connection: duckdb.DuckDBPyConnection, contract: Contract, path: Path) -> None:
    """Write `table, file, row, column, value, rule, message` of every rule that a row broke, as UTF-8 CSV.

    The rows come from the tables `broken_<table>` that a check left in the connection; no file where there are none. A
    value that a spreadsheet would run as a formula has an apostrophe before it; numbers stay numbers.
    """
    made = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    parts = [
        f'SELECT {number} AS number, {literal(table.name)} AS "table", _file AS file, "row", "column", '
        f"{_neutral('value')} AS value, rule, message FROM {quoted(f'broken_{table.name}')}"
        for number, table in enumerate(contract.tables)
        if f"broken_{table.name}" in made
    ]
    if parts:
        rows = f'FROM ({" UNION ALL ".join(parts)}) ORDER BY number, file, "row", "column", rule'
        kept = f"SELECT * EXCLUDE (number) {rows}"
        connection.execute(f"COPY ({kept}) TO {literal(str(path))} (FORMAT csv, HEADER true)")


def _neutral(value: str) -> str:
    """SQL of the value as text that no spreadsheet runs."""
    formula = f"regexp_matches({value}, {literal(_FORMULA)}) AND TRY_CAST({value} AS DOUBLE) IS NULL"
    return f"CASE WHEN {formula} THEN {literal(chr(39))} || {value} ELSE {value} END"
