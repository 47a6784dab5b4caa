"""ask(question, filters, versions): compile once, run on this thread's cursor, cache as JSON."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from contextvars import copy_context
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import duckdb
import ibis.expr.types as ir
from cachetools import LRUCache
from ibis.common.exceptions import IbisError

from data.published.snapshots import Snapshot
from data.published.source import DataMissingError
from data.reading.access import EVERYBODY, Access, Shape
from data.reading.answer import (
    Answer,
    Columns,
    Empty,
    Found,
    Missing,
    NotInScope,
    NotInScopeError,
    Outcome,
    Outdated,
    Stalled,
    Withheld,
)
from data.reading.bound_sql import BoundSql, ParsedForms
from data.reading.compiled_sql import CompiledSql
from data.reading.filters import Filters
from data.reading.in_view import InView, InViews
from data.reading.open_cubes import OpenSnapshots, StalledError, marked_if_damaged, more_memory
from data.reading.question import Question, Source
from data.reading.result_cache import AtHand, ResultCache
from data.reading.result_columns import to_columns
from data.reading.silences import Silences
from data.reading.statement_file import StatementFile
from data.reading.tables import CubeMissingError, OutdatedError, Span, Tables, WithheldError
from data.reading.turns import Turns
from data.reading.versions import Versions
from settings import settings

__all__ = ["Asked", "Rows", "Store", "store"]

log = logging.getLogger(__name__)

#: First row and number of rows that are asked for.
Rows = tuple[int, int]
#: A question, the view that it is asked in, and which rows of its answer.
Asked = tuple[Question, Filters, Rows | None]
#: Answers that a process computes at once for one view (`turns.py`); others wait for their turn. More would not come
#: sooner, as each keeps a core busy, and each needs memory of its own: 32 readers asking at once would need a gigabyte.
#: So many threads compute and no others: each has a cursor of its own on every open snapshot. Their stacks are small:
#: 116 kB, and 36 kB of the one that compiles, after forty views of two million requests.
AT_ONCE = min(4, os.cpu_count() or 1)
#: Sets of tables of which the statements are remembered.
MOST_COMPILED = 64


def _some_of(answer: Answer, first: int, most: int) -> Answer:
    """The rows of a whole answer from that one on, at most so many, with how many it has."""
    columns = {name: values[first : first + most] for name, values in answer.columns.items()}
    return replace(answer, columns=columns, total=answer.rows)


class Store:
    """Answers over the snapshots of one folder. Threads share a Store; a forked process opens its own connections."""

    def __init__(
        self,
        snapshots_dir: Path,
        cache_dir: Path,
        cache_answers: int = 5000,
        cache_bytes: int = 10**9,
        stall_seconds: float = 20.0,
    ) -> None:
        """Nothing is opened before the first question. Cubes whose file does not open within half of `stall_seconds`
        answer nobody until it does: whoever waits for them is answered before the whole disk counts as stalled."""
        self.snapshots_dir = snapshots_dir
        self._stall_seconds = stall_seconds
        self._cache_dir = cache_dir
        self._cache_limits = (cache_answers, cache_bytes)
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._open = OpenSnapshots(self._stall_seconds / 2)
        self._compiled: LRUCache[Shape, CompiledSql] = LRUCache(MOST_COMPILED)
        self._in_views, self._at_hand = InViews(), AtHand()
        self._parsed = ParsedForms()
        #: One statement at a time takes more memory than open cubes may.
        self._needing_more = threading.Lock()
        self._computing, self._turns = ThreadPoolExecutor(AT_ONCE, "compute"), Turns(AT_ONCE)
        #: Who may use one of those threads next.
        self._threads = Turns(AT_ONCE)
        self._compiling = ThreadPoolExecutor(1, "compile")
        self._cache: ResultCache | None = None
        self.silences = Silences(self._cache_dir.parent / "silences")
        self._ahead: ThreadPoolExecutor | None = None

    def versions(
        self,
        city: str,
        as_of: date | None = None,
        access: Access = EVERYBODY,
    ) -> Versions:
        """The snapshots that answer a view of that city."""
        return Versions(self.snapshots_dir, city, as_of, access)

    def ask(
        self, question: Question, filters: Filters, versions: Versions | None = None, rows: Rows | None = None
    ) -> Outcome:
        """What the question comes to in this view: found, empty, missing or not in scope.

        `versions` are the snapshots that the whole view is answered from; `rows` asks for some rows of the answer only.
        """
        try:
            answer = self.answer(question, filters, versions, rows)
        except DataMissingError as error:
            log.warning("%s: %s", question, error)
            return Missing(error.domain, error.as_of)
        except StalledError as error:
            log.error("%s: %s", question, error)
            return Stalled(question.domain)
        except NotInScopeError as error:
            return NotInScope(error.dimension)
        except WithheldError as error:
            return Withheld(str(error.args[0]))
        except OutdatedError as error:
            log.warning("%s: the snapshot has other columns (%s); publish it again by this program", question, error)
            return Outdated(question.domain)
        except CubeMissingError as error:
            log.warning("%s: the snapshot has no %s; publish it again by this program", question, error)
            return Outdated(question.domain)
        return Found(answer) if answer.all_rows else Empty(answer)

    def tells_apart(self, question: Question, one: Filters, other: Filters, versions: Versions) -> bool:
        """Whether the question reads anything that the two views differ in: a newest quarter's growth reads no period.

        True too of a view that it refuses, which says why itself.
        """
        try:
            snapshot = versions.snapshot(question.domain)
            first = self.statements(question, one, snapshot, versions.access)
            # A day that the other view lacks tells them apart without that view's statement, which may not be known.
            inputs = frozenset[str]().union(*(sql.inputs for sql in first if sql is not None))
            if any(getattr(other, day) is None for day in inputs & {"since", "until"}):
                return True
            second = self.statements(question, other, snapshot, versions.access)
        except (DataMissingError, NotInScopeError, WithheldError, OutdatedError, CubeMissingError):
            return True
        return first != second

    def refused(self, question: Question, filters: Filters, versions: Versions) -> str | None:
        """The choice of the view that the question cannot keep; None where it keeps all, or nobody knows. Its statement
        is compiled for it, and nothing is asked of the cubes."""
        with suppress(DataMissingError, WithheldError, OutdatedError, CubeMissingError):
            try:
                self.statements(question, filters, versions.snapshot(question.domain), versions.access)
            except NotInScopeError as error:
                return error.dimension
        return None

    def compile_ahead(self, question: Question, filters: Filters, versions: Versions) -> None:
        """Have the statement of the view, so that whoever asks need not wait for it; nothing is asked of the cubes."""
        self.refused(question, filters, versions)

    def ask_ahead(self, asked: Iterable[Asked], versions: Versions) -> list[Future[Outcome | None]]:
        """Begin to answer several questions in this order, as many at once as there are cores; nobody waits for it.

        Whoever asks one of them meanwhile waits for that one alone. What has not begun can be cancelled. One that is
        reckoned from others' answers comes to None here: they are asked, and whoever asks it reckons.
        """
        self._after_fork()
        with self._lock:
            if self._ahead is None:
                self._ahead = ThreadPoolExecutor(AT_ONCE, "ask-ahead")
            pool = self._ahead
        begun = list[Future[Outcome | None]]()
        for question, filters, rows in dict.fromkeys(asked):
            begun.append(pool.submit(copy_context().run, partial(self._ask_early, question, filters, rows, versions)))
        self._turns.begin_view(begun)
        return begun

    def _ask_early(self, question: Question, filters: Filters, rows: Rows | None, versions: Versions) -> Outcome | None:
        """What `ask` comes to; of a question that is reckoned from others' answers these alone, and None."""
        if question.sources is None:
            return self.ask(question, filters, versions, rows)
        # What it is refused with, it says when it is asked.
        with suppress(DataMissingError, StalledError, NotInScopeError, WithheldError, OutdatedError, CubeMissingError):
            self._answers_of_sources(question, filters, versions.snapshot(question.domain), versions.access)
        return None

    def answer(
        self, question: Question, filters: Filters, versions: Versions | None = None, rows: Rows | None = None
    ) -> Answer:
        """The answer, from the cache where it was given before. Raises DataMissingError, StalledError and
        NotInScopeError."""
        versions = versions or self.versions(filters.city, filters.as_of)
        try:
            return self._answer_from(question, filters, versions, rows)
        except DataMissingError:
            # A publisher may have replaced and removed the snapshot between its being chosen and its being opened.
            versions.forget(question.domain)
            return self._answer_from(question, filters, versions, rows)

    def _answer_from(self, question: Question, filters: Filters, versions: Versions, rows: Rows | None) -> Answer:
        snapshot, access = versions.snapshot(question.domain), versions.access
        asked = self._in_view(question, filters, snapshot, access)
        tables, schema, source = asked.tables, asked.schema, versions.source_of(snapshot)
        mature_day = snapshot.mature_days.get(question.matures or "")
        if question.sources is not None:
            each = self._answers_of_sources(question, filters, snapshot, access)
            reckoned = Answer(question.reckoned(tables, filters, each), source, schema, mature_day=mature_day)
            return reckoned if rows is None else _some_of(reckoned, *rows)
        sql = self.sql(question, filters, snapshot, access)
        if rows is None:
            return Answer(self._columns(snapshot, sql, access), source, schema, mature_day=mature_day)
        first, most = rows
        part = self._columns(snapshot, sql.within("FROM (", f") LIMIT {most:d} OFFSET {first:d}"), access)
        answer = Answer(part, source, schema)
        if first or answer.rows == most:
            counted = self._columns(snapshot, sql.within("SELECT count(*) AS n FROM (", ")"), access)
            return Answer(part, source, schema, counted["n"][0])
        return answer

    def _answers_of_sources(
        self, question: Question, filters: Filters, snapshot: Snapshot, access: Access
    ) -> list[Columns | None]:
        statements = self.statements(question, filters, snapshot, access)
        return [None if sql is None else self._columns(snapshot, sql, access) for sql in statements]

    def statements(
        self, question: Question, filters: Filters, snapshot: Snapshot, access: Access = EVERYBODY
    ) -> list[BoundSql | None]:
        """The statements that answer a question in this view: its own, or those of its sources. Raises as `sql` does,
        and what a source is refused with that must be known."""
        if question.sources is None:
            return [self.sql(question, filters, snapshot, access)]
        asked = self._in_view(question, filters, snapshot, access)
        if asked.statements is None:
            asked.statements = [self._sql_if_known(source, snapshot, access) for source in asked.sources()]
        return asked.statements

    def _sql_if_known(self, source: Source, snapshot: Snapshot, access: Access) -> BoundSql | None:
        try:
            return self.sql(source.question, source.view, snapshot, access)
        except NotInScopeError:
            if source.if_known:
                return None
            raise

    def sql(self, question: Question, filters: Filters, snapshot: Snapshot, access: Access = EVERYBODY) -> BoundSql:
        """The DuckDB statement of a question in this view, compiled once for all views of its form.

        Raises DataMissingError where this access may not be answered from the snapshot.
        """
        asked = self._in_view(question, filters, snapshot, access)
        if asked.sql is None:
            asked.sql = self._bound_sql(question, filters, snapshot, access)
        return asked.sql

    def _in_view(self, question: Question, filters: Filters, snapshot: Snapshot, access: Access) -> InView:
        self._after_fork()
        return self._in_views.of(question, filters, snapshot, access)

    def _bound_sql(self, question: Question, filters: Filters, snapshot: Snapshot, access: Access) -> BoundSql:
        shape, span = self._in_views.shape_and_span(snapshot, access)

        def build(form: Filters, span: Span) -> ir.Table:
            try:
                return question(self._in_views.tables_of(shape).between(*span), form)
            except (AttributeError, IbisError) as error:
                if snapshot.is_of_this_program:
                    raise  # our mistake
                raise OutdatedError(str(error)) from error

        return self._statements(shape).get(question.form_name, filters, build, question.reads, span)

    def _statements(self, shape: Shape) -> CompiledSql:
        with self._lock:
            if (known := self._compiled.get(shape)) is None:
                file = StatementFile(self._cache_dir.parent / "statements" / f"{shape.digest}.jsonl")
                known = self._compiled[shape] = CompiledSql(file, self._compiling)
            return known

    def tables(self, snapshot: Snapshot, access: Access = EVERYBODY) -> Tables:
        """The tables of a snapshot that this access may ask. Raises DataMissingError as `Access.shape` does."""
        return self._in_views.tables(snapshot, access)

    def _columns(self, snapshot: Snapshot, sql: BoundSql, access: Access) -> Columns:
        """What the statement comes to: at hand, in the cache, or computed. Nobody changes it."""
        text = f"{access.key}\n{snapshot.city}/{snapshot.domain}/{snapshot.snapshot_id}\n{sql.digest}"
        key = hashlib.sha256(text.encode())
        if (known := self._at_hand.get(key.digest())) is None:
            known = self._results().get_or_compute(key.hexdigest(), lambda: self.compute(snapshot, sql))
            self._at_hand.keep(key.digest(), known)
        return known

    def compute(self, snapshot: Snapshot, sql: BoundSql) -> Columns:
        """What the statement answers, from the cubes and not from the cache.

        Raises DataMissingError where the cubes are damaged: the snapshot answers no more, and the one before it does;
        StalledError where the disk does not give them.
        """
        self._after_fork()
        with self._threads.turn():
            return self._computing.submit(copy_context().run, self._computed, snapshot, sql).result()

    def _computed(self, snapshot: Snapshot, sql: BoundSql) -> Columns:
        try:
            return self._read(snapshot, sql)
        except duckdb.Error as error:
            self._raise_if_damaged(snapshot, error)
            raise

    def _read(self, snapshot: Snapshot, sql: BoundSql) -> Columns:
        """What it answers; where it needs more than open cubes may take, or a file that cannot be written beside them,
        in more memory."""
        try:
            with self.in_use(snapshot) as cursor, self._turns.turn():
                return to_columns(self._parsed.execute(cursor, sql))
        except (duckdb.OutOfMemoryException, duckdb.IOException):
            with self._needing_more, self._turns.turn(), more_memory(snapshot.cubes_file) as cursor:
                return to_columns(self._parsed.execute(cursor, sql))

    def _raise_if_damaged(self, snapshot: Snapshot, error: duckdb.Error) -> None:
        """Look whether the cubes are still what was published, after DuckDB could not read them."""
        ours = (duckdb.ProgrammingError, duckdb.OutOfMemoryException)
        if not isinstance(error, ours) and marked_if_damaged(snapshot):
            self._open.forget(snapshot)
            raise DataMissingError(snapshot.city, snapshot.domain) from error

    def _results(self) -> ResultCache:
        with self._lock:
            if self._cache is None:
                self._cache = ResultCache(self._cache_dir, *self._cache_limits)
            return self._cache

    def _after_fork(self) -> None:
        """A connection does not survive a fork: a child opens its own.

        What it inherited is kept and never touched: closing it would wait for threads that only the parent has.
        """
        if self._pid != os.getpid():
            self._inherited = self._open
            self._reset()

    def in_use(self, snapshot: Snapshot) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """This thread's own cursor on the snapshot, which nobody closes meanwhile."""
        return self._open.in_use(snapshot)


@lru_cache(maxsize=1)
def _store_of(
    snapshots_dir: Path, cache_dir: Path, cache_answers: int, cache_bytes: int, stall_seconds: float
) -> Store:
    return Store(snapshots_dir, cache_dir, cache_answers, cache_bytes, stall_seconds)


def store() -> Store:
    """The Store of this process, as the settings say: the same one as long as they do."""
    chosen = settings()
    cache_bytes = chosen.cache_mb * 1_000_000
    return _store_of(chosen.snapshots_dir, chosen.cache_dir, chosen.cache_answers, cache_bytes, chosen.stall_seconds)
