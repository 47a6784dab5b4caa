"""What a question is in a view of a snapshot, before the cubes are asked: found once, for whoever asks it next.

A view asks each of its questions thrice: ahead, for its part, and to know whether it reads the period.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from functools import cached_property
from pathlib import Path

from cachetools import LRUCache

from data.published.snapshots import Snapshot
from data.reading.access import Access, Shape, span_of
from data.reading.bound_sql import BoundSql
from data.reading.filters import Filters
from data.reading.question import Question, Source
from data.reading.schema import Schema
from data.reading.tables import Span, Tables

#: Sets of tables that are remembered.
MOST_TABLES = 64
#: Questions in views that are at hand with their statements, of a view or a few.
MOST_IN_VIEW = 128


class InView:
    """A question in a view of some snapshot. Its statements are put here by whoever binds them."""

    def __init__(self, question: Question, filters: Filters, tables: Tables) -> None:
        self._question, self._filters, self.tables = question, filters, tables
        #: Its own statement, and those that answer it; None where nobody needed them yet.
        self.sql: BoundSql | None = None
        self.statements: list[BoundSql | None] | None = None

    @cached_property
    def schema(self) -> Schema:
        """What its columns mean."""
        return self._question.schema(self._filters, self.tables)

    def sources(self) -> list[Source]:
        """The questions, each in its view, that answer it."""
        return self._question.asked(self.tables, self._filters)


class InViews:
    """Tables of snapshots, and questions in views of them, those asked last. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._shapes: LRUCache[tuple[Path, str], tuple[Shape, Span]] = LRUCache(MOST_TABLES)
        #: One of each kind: the snapshots of a thousand cities look alike.
        self._alike: LRUCache[Shape, Shape] = LRUCache(MOST_TABLES)
        self._tables: LRUCache[Shape, Tables] = LRUCache(MOST_TABLES)
        self._dated: LRUCache[tuple[Shape, Span], Tables] = LRUCache(MOST_TABLES)
        self._known: LRUCache[tuple[Hashable, ...], InView] = LRUCache(MOST_IN_VIEW)

    def of(self, question: Question, filters: Filters, snapshot: Snapshot, access: Access) -> InView:
        """The question in this view. Raises DataMissingError as `Access.shape` does."""
        view = (question, filters, *self.shape_and_span(snapshot, access))
        with self._lock:
            if (known := self._known.get(view)) is None:
                known = self._known[view] = InView(question, filters, self.tables(snapshot, access))
            return known

    def shape_and_span(self, snapshot: Snapshot, access: Access) -> tuple[Shape, Span]:
        """What decides about statements that ask the snapshot, and its days."""
        with self._lock:
            key = (snapshot.folder, access.key)
            if (known := self._shapes.get(key)) is None:
                shape = access.shape(snapshot)
                known = self._shapes[key] = self._alike.setdefault(shape, shape), span_of(snapshot)
            return known

    def tables_of(self, shape: Shape) -> Tables:
        """The tables of that shape, without days."""
        with self._lock:
            if (known := self._tables.get(shape)) is None:
                known = self._tables[shape] = shape.tables()
            return known

    def tables(self, snapshot: Snapshot, access: Access) -> Tables:
        """The tables of a snapshot that this access may ask. Raises DataMissingError as `Access.shape` does."""
        shape, span = self.shape_and_span(snapshot, access)
        with self._lock:
            if (known := self._dated.get((shape, span))) is None:
                known = self._dated[shape, span] = self.tables_of(shape).between(*span)
            return known
