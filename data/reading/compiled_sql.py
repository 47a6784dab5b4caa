"""SQL of a question in a view, compiled once for all views of one form: those that differ only in names and days.

Building and compiling an expression takes several times as long as answering it from a cube. Another district or period
changes nothing of a statement but literals, so a statement is kept with a mark in the place of each name and day, and
Ibis is asked only for forms that nobody asked for before: a file has those of all processes.

A name is marked before the query sees it. Days are symbolic (`symbolic_days.py`): queries reckon with them and branch
on them; views that take the same branches share a statement. A query writes a day by `open_day`.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
from cachetools import LRUCache

from data.reading.answer import NotInScopeError
from data.reading.bound_sql import BoundSql, marks_of
from data.reading.filters import Filters
from data.reading.statement_file import Line, StatementFile
from data.reading.symbolic_days import Outcome, Path, SymbolicDay, Term, evaluate, inputs_of
from data.reading.tables import Span, WithheldError

#: Forms kept a process, each with its statements.
MOST = 4096
#: Those whose text is at hand, of some eight kilobytes each: a view asks for each of its sixty twice or more.
MOST_UNPACKED = 128
#: Views of which is at hand what all questions need of them: a page asks in half a dozen, with other periods.
MOST_VIEWS = 24
#: How a statement calls the days of the view and of the records.
_SPAN = ("first", "last", "whole", "known", "mature")
_INPUTS = ("since", "until", "as_of", *_SPAN)
#: What a question says in place of an expression, by the name that a file has for it.
REFUSALS: dict[str, Callable[[str], Exception]] = {"not_in_scope": NotInScopeError, "withheld": WithheldError}
#: The terms of the days that the expression being built has named so far; None where none is being built.
_NAMED: ContextVar[list[Term] | None] = ContextVar("_NAMED", default=None)


def open_day(day: date) -> ir.DateValue:
    """The day as an expression. In a statement that is being compiled one of the view stays open, to be filled in."""
    terms = _NAMED.get()
    if isinstance(day, SymbolicDay) and terms is not None:
        terms.append(day.term)
        return ibis.literal(f"citydeck:day:{len(terms) - 1}").cast("date")
    return ibis.literal(day.isoformat()).cast("date")


def load_compiler() -> None:
    """Load what Ibis loads with its first statement, for processes that are forked afterwards to share it."""
    numbers = ibis.table({"number": "int64"}, name="numbers")
    _compiled(numbers.aggregate(total=numbers.number.sum()))


def _compiled(expression: ir.Table) -> str:
    # Here, so that processes which compile nothing, as publishing, do not load the compilers of all dialects.
    from data.reading.lowering import to_duckdb

    return to_duckdb(expression)


@contextmanager
def _days_open() -> Iterator[list[Term]]:
    terms: list[Term] = []
    token = _NAMED.set(terms)
    try:
        yield terms
    finally:
        _NAMED.reset(token)


def form_of(filters: Filters, reads: Collection[str] = ()) -> tuple[Filters, dict[str, str]]:
    """The view with a mark in the place of each name, and the name behind each mark; `reads` keep their names.

    The city is a name too. What no query reads, the view that it is compared with, is left out.
    """
    names: dict[str, str] = {}

    def marked(dimension: str, number: int, name: str) -> str:
        mark = f"citydeck:{dimension}:{number}"
        names[mark] = name
        return mark

    city = marked("city", 0, filters.city)
    area = None if filters.area is None else marked("area", 0, filters.area)
    selections = tuple(
        (dimension, tuple(marked(dimension, number, name) for number, name in enumerate(values)))
        if dimension not in reads
        else (dimension, values)
        for dimension, values in filters.selections
    )
    form = replace(filters, city=city, area=area, selections=selections, compare=None, compare_level=0)
    return form, names


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with marks, packed, and the terms of its open days; or a refusal (its kind and subject) in its place.

    A process keeps thousands of them, of a few kilobytes each, and needs some fifty at a time.
    """

    packed: bytes
    days: tuple[Term, ...] = ()
    refusal: str = ""
    #: Names of the days that its own are reckoned from.
    inputs: frozenset[str] = frozenset()

    def bound(self, days: Mapping[str, date], names: Mapping[str, str], known: dict[Any, Any]) -> BoundSql:
        """The statement of a view. Raises what the question refused it with."""
        sql, marks = _unpacked(self.packed)
        if self.refusal:
            raise REFUSALS[self.refusal](sql)
        opened = {f"citydeck:day:{n}": evaluate(term, days, known).isoformat() for n, term in enumerate(self.days)}
        return BoundSql.marked(sql, marks, {**names, **opened}, self.inputs)


@lru_cache(maxsize=MOST_UNPACKED)
def _unpacked(packed: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and its marks."""
    sql = zlib.decompress(packed).decode()
    return sql, marks_of(sql)


class Branches:
    """The statements of one form: a tree of conditions on its days, with a statement at each end."""

    __slots__ = ("_condition", "_end", "_outcomes")

    def __init__(self) -> None:
        self._end: Statement | None = None
        self._condition: Term | None = None
        self._outcomes: dict[Outcome, Branches] = {}

    def add(self, path: Mapping[Term, Outcome], statement: Statement) -> None:
        """Take up a run: the conditions in their order, and what it ended with."""
        branch = self
        for condition, outcome in path.items():
            branch._condition = condition
            branch = branch._outcomes.setdefault(outcome, Branches())
        branch._end = statement

    def find(self, days: Mapping[str, date], known: dict[Any, Any]) -> Statement | None:
        """The statement for these days; None where no run took that path yet."""
        branch: Branches | None = self
        while branch is not None and branch._condition is not None:
            branch = branch._outcomes.get(evaluate(branch._condition, days, known))
        return branch._end if branch else None


class _View:
    """What is the same for all questions that are asked in a view of some records."""

    def __init__(self, filters: Filters, reads: Collection[str], span: Span) -> None:
        self.form, self.names = form_of(filters, reads)
        given = zip(_INPUTS, (filters.since, filters.until, filters.as_of, *span), strict=True)
        self.days: dict[str, date] = {name: day for name, day in given if day is not None}
        nameless = replace(self.form, since=None, until=None, as_of=None)
        #: All that decides about a statement but the question and the days.
        self.told = f"{sorted(self.days)}\n{nameless}"
        #: What terms of its days come to.
        self.known: dict[Any, Any] = {}


#: The expression of a form, whose days are symbolic, as those of the records are, which are given beside it.
Build = Callable[[Filters, Span], ir.Table]


class CompiledSql:
    """Compiled statements of one set of tables, in memory and in a file; threads share them."""

    def __init__(self, file: StatementFile | None = None, thread: Executor | None = None) -> None:
        """`file` has what other processes compiled, and is given what this one compiles: in `thread`, where given."""
        self._lock, self._compiling = threading.Lock(), threading.Lock()
        self._thread = thread
        self._forms: LRUCache[str, Branches] = LRUCache(MOST)
        self._views: LRUCache[tuple[Filters, frozenset[str], Span], _View] = LRUCache(MOST_VIEWS)
        #: What is known of days, by the days: views of other names share it.
        self._reckoned: LRUCache[tuple[tuple[str, date], ...], dict[Any, Any]] = LRUCache(MOST_VIEWS)
        self._file = file

    def get(
        self, key: str, filters: Filters, build: Build, reads: Collection[str] = (),
        span: Span = (None, None, None, None, None),
    ) -> BoundSql:  # fmt: skip
        """The statement of this view; `build` gives the expression of its form where `key` was not asked so yet.

        Raises NotInScopeError and WithheldError as `build` does.
        """
        view = self._view(filters, frozenset(reads), span)
        place, days, known = f"{key}\n{view.told}", view.days, view.known
        statement = self._find(place, days, known)
        if statement is None:
            # A lock of its own: an answer that is known need not wait for another question's compilation.
            with self._compiling:
                self._read_file(place)
                statement = self._find(place, days, known)
                if statement is None and self._thread:
                    statement = self._thread.submit(self._compile, place, view, build).result()
                elif statement is None:
                    statement = self._compile(place, view, build)
        return statement.bound(days, view.names, known)

    def _view(self, filters: Filters, reads: frozenset[str], span: Span) -> _View:
        with self._lock:
            if (view := self._views.get((filters, reads, span))) is None:
                view = self._views[filters, reads, span] = _View(filters, reads, span)
                view.known = self._reckoned.setdefault(tuple(sorted(view.days.items())), view.known)
            return view

    def _find(self, place: str, days: Mapping[str, date], known: dict[Any, Any]) -> Statement | None:
        with self._lock:
            branches = self._forms.get(place)
            return branches.find(days, known) if branches else None

    def _add(self, line: Line) -> Statement:
        statement = Statement(zlib.compress(line.sql.encode()), line.days, line.refusal, inputs_of(line.days))
        with self._lock:
            branches = self._forms.setdefault(line.place, Branches())
            branches.add(dict(line.path), statement)
        return statement

    def _read_file(self, place: str) -> None:
        for line in self._file.lines_of(place) if self._file else ():
            self._add(line)

    def _compile(self, place: str, view: _View, build: Build) -> Statement:
        path = Path()
        given = {name: path.day(name, view.days.get(name)) for name in _INPUTS}
        refusal, sql = "", ""
        with _days_open() as terms:
            try:
                symbolic = replace(view.form, since=given["since"], until=given["until"], as_of=given["as_of"])
                first, last, whole, over, mature = (given[name] for name in _SPAN)
                expression = build(symbolic, (first, last, whole, over, mature))
                sql = _compiled(expression)
            except NotInScopeError as error:
                refusal, sql = "not_in_scope", error.dimension
            except WithheldError as error:
                refusal, sql = "withheld", str(error.args[0])
        line = Line(place, tuple(path.decisions.items()), sql, tuple(terms), refusal)
        if self._file:
            self._file.append(line)
        return self._add(line)
