"""What is found out of the columns of a file before a mapping is proposed: fill, formats, commonest texts, ranges."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data.files.file_reading import ROW
from data.sql_text import quoted
from modules.sources.mapped.value_reading import (
    DateFormats,
    NumberStyle,
    find_date_formats,
    find_number_style,
    number_sql,
)

#: Texts of a column that are looked at for their meaning.
_MOST_WORDS = 60
#: A column with more different texts does not name the cities, counties or districts of a country.
_MOST_PLACES = 4_000


class ColumnFindings:
    """What was found out of the file's columns so far, each once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str, rows: int, hint: str) -> None:
        self.connection, self.table, self.rows, self.hint = connection, table, rows, hint
        self._dates: dict[str, DateFormats] = {}
        self._numbers: dict[str, NumberStyle] = {}
        self._filled: dict[str, tuple[float, float]] = {}

    def dates(self, column: str) -> DateFormats:
        """The formats that read a column's dates."""
        if column not in self._dates:
            self._dates[column] = find_date_formats(self.connection, self.table, column)
        return self._dates[column]

    def number(self, column: str) -> NumberStyle:
        """How a column writes its numbers."""
        if column not in self._numbers:
            self._numbers[column] = find_number_style(self.connection, self.table, column, self.hint)
        return self._numbers[column]

    def filled(self, column: str) -> tuple[float, float]:
        """(share of rows with a text, share of those that differ from all others)."""
        if column not in self._filled:
            name = quoted(column)
            ((filled, distinct),) = self.connection.execute(
                f"SELECT count({name}), count(DISTINCT {name}) FROM {quoted(self.table)}"
            ).fetchall()
            self._filled[column] = (filled / max(self.rows, 1), distinct / max(filled, 1))
        return self._filled[column]

    def unique_share(self, columns: Sequence[str]) -> float:
        """The share of the rows that those columns together tell apart."""
        ((distinct,),) = self.connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT {', '.join(map(quoted, columns))} FROM {quoted(self.table)})"
        ).fetchall()
        return float(distinct / max(self.rows, 1))

    def texts(self, column: str) -> list[str]:
        """The different texts of a column, in their order; a column of more than names of places has no such list."""
        name = quoted(column)
        found = self.connection.execute(
            f"SELECT DISTINCT {name} FROM {quoted(self.table)} WHERE {name} IS NOT NULL ORDER BY ALL "
            f"LIMIT {_MOST_PLACES + 1}"
        ).fetchall()
        return [text for (text,) in found] if len(found) <= _MOST_PLACES else []

    def columns(self) -> set[str]:
        """The columns of the file."""
        described = self.connection.execute(f"DESCRIBE {quoted(self.table)}").fetchall()
        return {row[0] for row in described} - {ROW}

    def words(self, column: str) -> list[tuple[str, int]]:
        """The commonest texts of a column with their rows."""
        name = quoted(column)
        return self.connection.execute(
            f"SELECT {name}, count(*) AS rows FROM {quoted(self.table)} WHERE {name} IS NOT NULL GROUP BY ALL "
            f"ORDER BY rows DESC, {name} LIMIT {_MOST_WORDS}"
        ).fetchall()

    def range_of(self, column: str, decimal: str) -> tuple[float, float]:
        """The 2nd and the 98th percentile of a column's numbers."""
        ((low, high),) = self.connection.execute(
            f"SELECT quantile_disc(x, 0.02), quantile_disc(x, 0.98) FROM (SELECT {number_sql(quoted(column), decimal)} "
            f"AS x FROM {quoted(self.table)}) WHERE x IS NOT NULL"
        ).fetchall()
        return float(low or 0), float(high or 0)
