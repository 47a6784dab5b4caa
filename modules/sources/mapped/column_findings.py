"""What is found out of the columns of a file before a mapping is proposed: fill, formats, commonest texts, ranges."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data.city.former_areas import former_areas
from data.city.pack import City, read_areas
from data.files.file_reading import ROW
from data.sql_text import literal, quoted
from modules.sources.mapped.known_words import plain
from modules.sources.mapped.value_reading import (
    DateFormats,
    NumberStyle,
    find_date_formats,
    find_number_style,
    given_sql,
    moment_sql,
    number_sql,
)

#: Texts of a column that are looked at for their meaning.
_MOST_WORDS = 60
#: A column with more different texts does not name the cities, counties or districts of a country.
_MOST_PLACES = 4_000


class ColumnFindings:
    """What was found out of the file's columns so far, each once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str, rows: int, hint: str, city: City) -> None:
        self.connection, self.table, self.rows, self.hint = connection, table, rows, hint
        areas = read_areas(city)
        self._listed = [next(iter(area.names.values()), area.area_id) for area in areas if area.level]
        # The city's own name in every row (City: Surrey) tells no area of it.
        self._names = {plain(name) for area in areas if area.level for name in area.names.values()}
        former = [name for area_id, area in former_areas(city).items() for name in (area_id, *area.names)]
        self._places = {plain(name) for area in areas for name in (area.area_id, *area.names.values())} | {
            plain(each) for each in former
        }
        self._dates: dict[str, DateFormats] = {}
        self._numbers: dict[str, NumberStyle] = {}
        self._filled: dict[str, tuple[float, float]] = {}
        self._words: dict[tuple[str, int], list[tuple[str, int]]] = {}

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

    def given(self, column: str) -> float:
        """The share of rows with a text that does not only say that there is none: NA, n/a, -."""
        ((given,),) = self.connection.execute(
            f"SELECT count({given_sql(quoted(column))}) FROM {quoted(self.table)}"
        ).fetchall()
        return float(given / max(self.rows, 1))

    def unique_share(self, columns: Sequence[str]) -> float:
        """The share of the rows that those columns together tell apart."""
        ((distinct,),) = self.connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT {', '.join(map(quoted, columns))} FROM {quoted(self.table)})"
        ).fetchall()
        return float(distinct / max(self.rows, 1))

    def names_beside(self, column: str, name: str) -> float:
        """How many different texts of `name` stand beside one of `column`, on average; 0 where none does."""
        first, second = quoted(column), quoted(name)
        ((pairs, firsts),) = self.connection.execute(
            f"SELECT count(DISTINCT ({first}, {second})), count(DISTINCT {first}) FROM {quoted(self.table)} "
            f"WHERE {first} IS NOT NULL AND {second} IS NOT NULL"
        ).fetchall()
        return float(pairs / firsts) if firsts else 0.0

    def texts(self, column: str) -> list[str]:
        """The different texts of a column, in their order; a column of more than names of places has no such list."""
        name = quoted(column)
        found = self.connection.execute(
            f"SELECT DISTINCT {name} FROM {quoted(self.table)} WHERE {name} IS NOT NULL ORDER BY ALL "
            f"LIMIT {_MOST_PLACES + 1}"
        ).fetchall()
        return [text for (text,) in found] if len(found) <= _MOST_PLACES else []

    def knows_areas(self, column: str) -> bool:
        """Whether any text of the column is the id or name of an area of the city."""
        return any(plain(text) in self._places for text in self.texts(column))

    def some_areas(self, most: int) -> str:
        """The names of the city's first areas, as examples: `North, East, South, ...`."""
        return ", ".join([*self._listed[:most], *(["..."] if len(self._listed) > most else [])])

    def share_of_areas(self, column: str) -> float:
        """The share of all rows whose text is the id or name of an area of the city."""
        mine = [text for text in self.texts(column) if plain(text) in self._places]
        if not mine:
            return 0.0
        ((rows,),) = self.connection.execute(
            f"SELECT count(*) FROM {quoted(self.table)} WHERE {quoted(column)} IN ({', '.join(map(literal, mine))})"
        ).fetchall()
        return float(rows / max(self.rows, 1))

    def area_share(self, column: str) -> float:
        """The share of rows, of the commonest texts, that name an area of the city by words."""
        words = self.words(column)
        mine = sum(rows for text, rows in words if plain(text) in self._names and not plain(text).isdigit())
        return mine / max(sum(rows for _, rows in words), 1)

    def earliest(self, columns: Sequence[str]) -> str:
        """Of columns of moments the one whose moments lie before those of the others in most rows."""

        def middle(column: str) -> float:
            moment = f"epoch({moment_sql(quoted(column), self.dates(column).formats, 'UTC')})"
            ((found,),) = self.connection.execute(f"SELECT avg({moment}) FROM {quoted(self.table)}").fetchall()
            return float(found)

        return min(columns, key=middle)

    def share_in_order(self, first: str, then: str) -> float:
        """Of the rows with a moment in both columns the share whose first is not after the other; 0 where none has."""
        moments = [f"{moment_sql(quoted(each), self.dates(each).formats, 'UTC')}" for each in (first, then)]
        ((share,),) = self.connection.execute(
            f"SELECT avg((a <= b)::INT) FROM (SELECT {moments[0]} AS a, {moments[1]} AS b FROM {quoted(self.table)}) "
            "WHERE a IS NOT NULL AND b IS NOT NULL"
        ).fetchall()
        return float(share or 0)

    def columns(self) -> set[str]:
        """The columns of the file."""
        described = self.connection.execute(f"DESCRIBE {quoted(self.table)}").fetchall()
        return {row[0] for row in described} - {ROW}

    def words(self, column: str, most: int = _MOST_WORDS) -> list[tuple[str, int]]:
        """The commonest texts of a column with their rows, `most` of them."""
        if (column, most) not in self._words:
            name = quoted(column)
            self._words[column, most] = self.connection.execute(
                f"SELECT {name}, count(*) AS rows FROM {quoted(self.table)} WHERE {name} IS NOT NULL GROUP BY ALL "
                f"ORDER BY rows DESC, {name} LIMIT {most}"
            ).fetchall()
        return self._words[column, most]

    def range_of(self, column: str, decimal: str) -> tuple[float, float]:
        """The 2nd and the 98th percentile of a column's numbers."""
        ((low, high),) = self.connection.execute(
            f"SELECT quantile_disc(x, 0.02), quantile_disc(x, 0.98) FROM (SELECT {number_sql(quoted(column), decimal)} "
            f"AS x FROM {quoted(self.table)}) WHERE x IS NOT NULL"
        ).fetchall()
        return float(low or 0), float(high or 0)


#: Texts of a column that a sentence shows, and the longest of them.
_SHOWN_TEXTS, _LONGEST_SHOWN = 3, 40


def shown_values(looked: ColumnFindings, column: str) -> str:
    """A column with three of its commonest texts, as a question names it: `Type ('Pothole', 'Trash', ...)`."""
    texts = [text[:_LONGEST_SHOWN] for text, _ in looked.words(column)]
    more = ", ..." if len(texts) > _SHOWN_TEXTS else ""
    return f"{column} ({', '.join(map(repr, texts[:_SHOWN_TEXTS]))}{more})"
