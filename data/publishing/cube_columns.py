"""What the attached cubes have, as DuckDB tells it."""

from __future__ import annotations

import duckdb


def cube_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The SQL type of each column of the attached `cubes` in its order, by table; tables by name."""
    held: dict[str, dict[str, str]] = {}
    for table, column, sql_type in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = 'cubes' "
        "ORDER BY table_name, column_index"
    ).fetchall():
        held.setdefault(table, {})[column] = sql_type
    return held
