"""A statement of a view, and its form parsed once: reading its text takes DuckDB a third of the time of an answer."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import duckdb
from cachetools import LRUCache

from data.sql_text import literal

MARK = re.compile(r"'citydeck:([a-z_]+):(\d+)'")
#: Forms that are kept parsed, of some 50 kB each: a page has thirty to sixty, and one is parsed in half a millisecond.
#: Twice as many would save one in four, five megabytes a process.
MOST_PARSED = 96


def marks_of(form: str) -> tuple[str, ...]:
    """The marks of a form, each once."""
    return tuple(dict.fromkeys(found[0][1:-1] for found in MARK.finditer(form)))


@dataclass(frozen=True)
class BoundSql:
    """The text of a form with marks in the place of names and days, and what stands behind each mark.

    `inputs`: from which days of a view (`since`, `until`, ...) its own are reckoned; no part of what makes it the same.
    """

    form: str
    values: Mapping[str, str] = field(default_factory=dict)
    inputs: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def of(cls, form: str, values: Mapping[str, str], inputs: frozenset[str] = frozenset()) -> BoundSql:
        """The form with those of the values that it has marks for: it is the same statement whatever the others are."""
        return cls.marked(form, marks_of(form), values, inputs)

    @classmethod
    def marked(
        cls, form: str, marks: Iterable[str], values: Mapping[str, str], inputs: frozenset[str] = frozenset()
    ) -> BoundSql:
        """`of` a form whose marks are known."""
        return cls(form, {mark: values[mark] for mark in marks if mark in values}, inputs)

    @cached_property
    def digest(self) -> str:
        """Hexadecimal digits that stand for the statement with its values."""
        return hashlib.sha256(str(self).encode()).hexdigest()

    def __str__(self) -> str:
        """The statement with the values as literals, in one pass: a name that looks like a mark stays a name."""
        return MARK.sub(lambda found: literal(self.values.get(found[0][1:-1], found[0][1:-1])), self.form)

    def within(self, before: str, after: str) -> BoundSql:
        """The statement between two texts of ours."""
        return replace(self, form=f"{before}{self.form}{after}")

    def parameters(self) -> tuple[str, dict[str, str]]:
        """The form with named parameters in the place of the marks, and the value of each."""
        given: dict[str, str] = {}

        def parameter(found: re.Match[str]) -> str:
            if (value := self.values.get(found[0][1:-1])) is None:
                return found[0]
            given[name := f"{found[1]}_{found[2]}"] = value
            return f"${name}"

        return MARK.sub(parameter, self.form), given


class ParsedForms:
    """Forms as DuckDB has read them, the least lately asked forgotten; threads and connections share them."""

    def __init__(self) -> None:
        self._parsed: LRUCache[str, duckdb.Statement] = LRUCache(MOST_PARSED)
        self._lock = threading.Lock()

    def execute(self, cursor: duckdb.DuckDBPyConnection, sql: BoundSql) -> duckdb.DuckDBPyConnection:
        """The result of the statement on that cursor. Raises `duckdb.Error`."""
        form, given = sql.parameters()
        with self._lock:
            statement = self._parsed.get(form)
        if statement is None:
            (statement,) = cursor.extract_statements(form)
            with self._lock:
                self._parsed[form] = statement
        return cursor.execute(statement, given)

    def __len__(self) -> int:
        """How many forms are kept."""
        return len(self._parsed)
