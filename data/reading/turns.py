"""Which statements a process answers next, and how many at once: those of the view that was asked first; as many as
there are cores for one view, one where several wait."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from heapq import heappop, heappush
from itertools import count
from typing import Any

#: What tells views by when they were asked, and which one a thread works for; None for what belongs to none.
NUMBERS = count()
_view: ContextVar[int | None] = ContextVar("view", default=None)


@contextmanager
def one_view() -> Iterator[None]:
    """What is asked within goes before all that was begun later: who came first is answered whole, and the others are
    not kept waiting longer by it than if each of them had a statement answered in turn."""
    _view.set(next(NUMBERS))
    try:
        yield
    finally:
        _view.set(None)  # not the token: a stream that nobody reads any more may be closed by another thread


class Turns:
    """Statements take turns. Two of one process share DuckDB's memory and Python's lock, and cost a sixth more than one
    after the other: that pays while a core would have nothing to do, and no longer where other views wait for it."""

    def __init__(self, most: int) -> None:
        """`most`: how many at once while one view is asked for."""
        self._most = most
        self._running = self._views = 0
        #: Who waits, by view and then by when; whoever is first may begin next.
        self._waiting: list[tuple[int, int]] = []
        self._changed = threading.Condition()

    def begin_view(self, asked: Collection[Future[Any]]) -> None:
        """What is asked for one view: it waits until the last of these is answered or cancelled."""
        left = len(asked)
        if not left:
            return
        with self._changed:
            self._views += 1

        def done(_: Future[Any]) -> None:
            nonlocal left
            with self._changed:
                left -= 1
                if not left:
                    self._views -= 1
                    self._changed.notify_all()

        for each in asked:
            each.add_done_callback(done)

    @property
    def is_free(self) -> bool:
        """Whether another statement may begin now."""
        return self._running < (1 if self._views > 1 else self._most)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until another statement may begin, and none of an earlier view waits; it ends with the block."""
        begun, view = next(NUMBERS), _view.get()
        place = (begun if view is None else view, begun)
        with self._changed:
            heappush(self._waiting, place)
            self._changed.wait_for(lambda: self.is_free and self._waiting[0] == place)
            heappop(self._waiting)
            self._running += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()
