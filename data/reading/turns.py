"""How many statements a process answers at once: as many as there are cores for one view, one where several wait."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any


class Turns:
    """Statements take turns. Two of one process share DuckDB's memory and Python's lock, and cost a sixth more than one
    after the other: that pays while a core would have nothing to do, and no longer where other views wait for it."""

    def __init__(self, most: int) -> None:
        """`most`: how many at once while one view is asked for."""
        self._most = most
        self._running = self._views = 0
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

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until another statement may begin; it ends with the block."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_free)
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify()
