"""SQL of a question in a view, compiled once for all views of one form: those that differ only in names and days.

Compiling an expression takes several times as long as answering it from a cube. Another district or period changes
nothing of a statement but literals, so a statement is compiled with a mark in the place of each name and day.

A name is marked before the query sees it. A day is not: queries reckon with days and branch on them (is there a year
before, do the ends cut a month). They name a day in an expression by `open_day`; two periods share a statement when
they lead to the same expression but for the open days.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date

import ibis
import ibis.expr.types as ir
from cachetools import LRUCache

from data.reading.filters import Filters
from data.sql_text import literal

_MARK = re.compile(r"'(citydeck:[a-z_]+:\d+)'")
#: Statements of views kept a process, and those with open days among them.
MOST = 4096
MOST_OPEN = 1024
#: The days that the expression being built has named so far; None where none is being built.
_NAMED: ContextVar[list[date] | None] = ContextVar("_NAMED", default=None)


def open_day(day: date) -> ir.DateValue:
    """The day as an expression. In a statement that is being compiled it stays open, to be filled in."""
    days = _NAMED.get()
    if days is None:
        return ibis.literal(day.isoformat()).cast("date")
    days.append(day)
    return ibis.literal(f"citydeck:day:{len(days) - 1}").cast("date")


@contextmanager
def _days_open() -> Iterator[list[date]]:
    days: list[date] = []
    token = _NAMED.set(days)
    try:
        yield days
    finally:
        _NAMED.reset(token)


def form_of(filters: Filters, reads: Collection[str] = ()) -> tuple[Filters, dict[str, str]]:
    """The view with a mark in the place of each name, and the name behind each mark; `reads` keep their names."""
    names: dict[str, str] = {}

    def marked(dimension: str, number: int, name: str) -> str:
        mark = f"citydeck:{dimension}:{number}"
        names[mark] = name
        return mark

    area = None if filters.area is None else marked("area", 0, filters.area)
    selections = tuple(
        (dimension, tuple(marked(dimension, number, name) for number, name in enumerate(values)))
        if dimension not in reads
        else (dimension, values)
        for dimension, values in filters.selections
    )
    return replace(filters, area=area, selections=selections), names


def fill(statement: str, names: Mapping[str, str]) -> str:
    """The statement with each mark's name as a literal, in one pass: a name that looks like a mark stays a name."""
    return _MARK.sub(lambda found: literal(names[found[1]]) if found[1] in names else found[0], statement)


class CompiledSql:
    """Compiled statements of a process; threads share them."""

    def __init__(self) -> None:
        self._lock, self._compiling = threading.Lock(), threading.Lock()
        self._known: LRUCache[Hashable, str] = LRUCache(MOST)
        self._open: LRUCache[Hashable, str] = LRUCache(MOST_OPEN)

    def get(
        self, key: Hashable, filters: Filters, build: Callable[[Filters], ir.Table], reads: Collection[str] = ()
    ) -> str:
        """The statement of this view; `build` gives the expression of its form where `key` was not asked so yet."""
        form, names = form_of(filters, reads)
        with self._lock:
            known = self._known.get((key, form))
        if known is None:
            # A lock of its own: an answer that is known need not wait for another question's compilation.
            with self._compiling:
                known = self._known.get((key, form))
                if known is None:
                    known = self._compile(form, build)
                    with self._lock:
                        self._known[(key, form)] = known
        return fill(known, names)

    def _compile(self, form: Filters, build: Callable[[Filters], ir.Table]) -> str:
        with _days_open() as days:
            expression = build(form)
        shape = expression.op()
        known = self._open.get(shape)
        if known is None:
            known = self._open[shape] = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
        return fill(known, {f"citydeck:day:{number}": day.isoformat() for number, day in enumerate(days)})
