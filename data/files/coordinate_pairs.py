"""Columns that hold a place in one text: `(40.71, -73.98)`, `50.05, 8.05`, `POINT (-73.98 40.71)`."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data.sql_text import literal, quoted

_NUMBER = r"(-?\d{1,3}\.\d+)"
#: Two degrees in any order, and the form that says that longitude comes first.
PAIR = rf"^(?:POINT\s*)?\(?\s*{_NUMBER}\s*[, ]\s*{_NUMBER}\s*\)?$"
_LONG_FIRST = r"^POINT"
#: Values looked at, and the share of them that have to be such pairs.
_LOOKED_AT, _LEAST_SHARE = 500, 0.9


def split_coordinates(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> list[str]:
    """Add `<column>.latitude` and `<column>.longitude` to the table for each column of such pairs; give their names.

    Without POINT the first number is taken for the latitude: where it is not, whoever knows the city notices.
    """
    added: list[str] = []
    for column in columns:
        name = quoted(column)
        ((given, pairs),) = connection.execute(
            f"SELECT count(*), count(*) FILTER (regexp_matches({name}, {literal(PAIR)})) FROM "
            f"(SELECT {name} FROM {quoted(table)} WHERE {name} IS NOT NULL LIMIT {_LOOKED_AT})"
        ).fetchall()
        ours = (f"{column}.latitude", f"{column}.longitude")
        if not given or pairs < _LEAST_SHARE * given or set(ours) & {*columns, *added}:
            continue
        for ours_name, group, other in ((ours[0], 1, 2), (ours[1], 2, 1)):
            first, second = (f"nullif(regexp_extract({name}, {literal(PAIR)}, {at}), '')" for at in (group, other))
            part = f"CASE WHEN regexp_matches({name}, '{_LONG_FIRST}') THEN {second} ELSE {first} END"
            connection.execute(f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(ours_name)} VARCHAR")
            connection.execute(f"UPDATE {quoted(table)} SET {quoted(ours_name)} = {part}")
        added += ours
    return added
