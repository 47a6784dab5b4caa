"""answer(query, filters): compile once, run on this thread's cursor, cache as JSON."""

from __future__ import annotations

import hashlib
import logging
import math
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis.expr.types as ir

from data.drops.contract import domains
from data.published.snapshots import Snapshot, find_snapshot
from data.published.source import DataMissingError, Source
from data.reading.answer import Answer, Columns
from data.reading.compiled_sql import Statements
from data.reading.filters import Filters
from data.reading.result_cache import AnswerCache
from data.reading.tables import Tables
from settings import settings

__all__ = ["Query", "Store", "Tables", "answer", "current_snapshots", "domain_of", "store"]

Query = Callable[[Any, Filters], ir.Table]
log = logging.getLogger(__name__)

#: A page asks several small questions at once: one thread each answers more of them than two threads one by one.
#: An answer reads its cubes and nothing else, whatever its SQL says.
_READING: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1, "memory_limit": "128MB", "enable_external_access": False, "lock_configuration": True,
}  # fmt: skip
#: Answers that a process computes at once; others wait for their turn. More would not come sooner, as each keeps a core
#: busy, and each needs memory of its own: 32 readers asking at once would need a gigabyte.
AT_ONCE = min(4, os.cpu_count() or 1)
#: Types whose values JSON knows as they are: a ranking has thousands of them.
PLAIN_TYPES = frozenset({"VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT"})
#: Snapshots that stay open at once; more are needed only where readers look at many days.
OPEN_SNAPSHOTS = 24


def domain_of(query: Query) -> str:
    """The domain of a query: the folder of data/reading/queries that its module lies in."""
    return query.__module__.split(".")[-2]


def _plain(value: Any) -> Any:
    """A value as JSON knows it: dates and times as ISO text, what is not a number as None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _plain(float(value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def to_columns(result: duckdb.DuckDBPyConnection) -> Columns:
    """The result of a statement as columns; an empty result keeps its columns."""
    described = result.description or []
    rows = result.fetchall()
    if not rows:
        return {name: [] for name, *_ in described}
    return {
        name: list(values if str(kind) in PLAIN_TYPES else map(_plain, values))
        for (name, kind, *_), values in zip(described, zip(*rows, strict=True), strict=True)
    }


class Store:
    """Answers over the snapshots of one folder. Threads share a Store; a forked process opens its own connections."""

    def __init__(self, snapshots_dir: Path, cache_dir: Path, cache_answers: int = 5000) -> None:
        """Nothing is opened before the first question."""
        self.snapshots_dir = snapshots_dir
        self._cache_dir = cache_dir
        self._cache_answers = cache_answers
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._local = threading.local()
        self._open: OrderedDict[Path, duckdb.DuckDBPyConnection] = OrderedDict()
        self._tables: OrderedDict[Path, Tables] = OrderedDict()
        self._statements = Statements()
        self._turns = threading.Semaphore(AT_ONCE)
        self._cache: AnswerCache | None = None

    def snapshot(self, city: str, domain: str, as_of: date | None = None) -> Snapshot:
        """The snapshot that answers. Raises DataMissingError where there is none."""
        return find_snapshot(self.snapshots_dir, city, domain, as_of)

    def current_snapshots(self, city: str, as_of: date | None = None) -> dict[str, Source]:
        """Source of the snapshot that answers in each domain, without those that have none. Cheap enough to poll."""
        found = {}
        for domain in domains():
            try:
                found[domain] = self.snapshot(city, domain, as_of).source()
            except DataMissingError:
                continue
        return found

    def tables(self, city: str, domain: str, as_of: date | None = None) -> Tables:
        """The cubes of the snapshot that answers, unbound. Raises DataMissingError."""
        return self._tables_of(self.snapshot(city, domain, as_of))

    def answer(self, query: Query, filters: Filters) -> Answer:
        """What the query answers in this view, from the cache where it was answered before.

        Raises DataMissingError where no snapshot can answer, NotInScopeError where the query cannot keep a selection.
        """
        try:
            return self._answer_now(query, filters)
        except DataMissingError:
            # A publisher may have replaced and removed the snapshot between its being chosen and its being opened.
            return self._answer_now(query, filters)

    def _answer_now(self, query: Query, filters: Filters) -> Answer:
        snapshot = self.snapshot(filters.city, domain_of(query), filters.as_of)
        return Answer(self._columns(snapshot, self.sql(query, filters, snapshot)), snapshot.source())

    def sql(self, query: Query, filters: Filters, snapshot: Snapshot) -> str:
        """The DuckDB statement of a query in this view, compiled once for all views of its form."""
        self._after_fork()

        return self._statements.get(
            (query, snapshot.folder), filters, lambda form: query(self._tables_of(snapshot), form)
        )

    def _tables_of(self, snapshot: Snapshot) -> Tables:
        with self._lock:
            if (known := self._tables.get(snapshot.folder)) is not None:
                return known
            made = Tables(snapshot.cubes, snapshot.first_day, snapshot.last_day)
            return _keep(self._tables, snapshot.folder, made, 64)

    def _columns(self, snapshot: Snapshot, sql: str) -> Columns:
        text = f"{snapshot.city}/{snapshot.domain}/{snapshot.snapshot_id}\n{sql}"
        key = hashlib.sha256(text.encode()).hexdigest()
        return self._answers().get_or_compute(key, lambda: self.compute(snapshot, sql))

    def compute(self, snapshot: Snapshot, sql: str) -> Columns:
        """What the statement answers, from the cubes and not from the cache."""
        with self._turns:
            return to_columns(self.cursor(snapshot).execute(sql))

    def _answers(self) -> AnswerCache:
        with self._lock:
            if self._cache is None:
                self._cache = AnswerCache(self._cache_dir, self._cache_answers)
            return self._cache

    def _after_fork(self) -> None:
        """A connection does not survive a fork: a child opens its own.

        What it inherited is kept and never touched: closing it would wait for threads that only the parent has.
        """
        if self._pid != os.getpid():
            self._inherited = (self._open, self._local)
            self._reset()

    def _connection(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if (known := self._open.get(snapshot.folder)) is not None:
                self._open.move_to_end(snapshot.folder)
                return known
            connection = open_cubes(snapshot)
            return _keep(self._open, snapshot.folder, connection, OPEN_SNAPSHOTS)

    def cursor(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        """This thread's own cursor on the snapshot: a connection shared between threads returns wrong rows."""
        connection = self._connection(snapshot)
        cursors: OrderedDict[Path, Any] = self._local.__dict__.setdefault("cursors", OrderedDict())
        known = cursors.get(snapshot.folder)
        if known is not None and known[0] is connection:
            return known[1]
        return _keep(cursors, snapshot.folder, (connection, connection.cursor()), OPEN_SNAPSHOTS)[1]


def _keep(kept: OrderedDict[Any, Any], key: Any, value: Any, most: int) -> Any:
    """Remember the value as the newest and forget the oldest beyond `most`; returns the value."""
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
    return value


def open_cubes(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the snapshot's cubes that can reach no other file.

    Raises DataMissingError where the file was removed after the snapshot was chosen.
    """
    try:
        return duckdb.connect(str(snapshot.cubes_file), read_only=True, config=_READING)
    except duckdb.IOException as error:
        where = f"{snapshot.city}/{snapshot.domain} {snapshot.snapshot_id}"
        log.error("%s: the cubes cannot be opened: %s", where, error)
        raise DataMissingError(snapshot.city, snapshot.domain) from None


@cache
def store() -> Store:
    """The Store of this process, as the settings say."""
    chosen = settings()
    return Store(chosen.snapshots_dir, chosen.cache_dir, chosen.cache_answers)


def answer(query: Query, filters: Filters) -> Answer:
    """`Store.answer` of this process's Store."""
    return store().answer(query, filters)


def current_snapshots(city: str, as_of: date | None = None) -> dict[str, Source]:
    """`Store.current_snapshots` of this process's Store."""
    return store().current_snapshots(city, as_of)
