"""A disk that does not answer takes half of the threads at most: the others go on saying so.

A thread that waits for a stalled file system cannot be called back. Where as many wait as may, what would read the disk
is answered at once with 503, until one of them comes back.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator

import flask
from dash import Dash

from api.view_stream import MEDIA_TYPE
from settings import settings

log = logging.getLogger("citydeck")
RETRY_SECONDS = 10
#: What is answered without looking at a disk.
READS_NOTHING = frozenset({"/healthz", "/theme.css"})


class Waiting:
    """The requests whose answer is being made, and since when. Threads share it."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._lock = threading.Lock()

    def begin(self) -> None:
        """This thread begins to make an answer."""
        with self._lock:
            self._since[threading.get_ident()] = time.monotonic()

    def end(self) -> None:
        """This thread has made it, or failed."""
        with self._lock:
            self._since.pop(threading.get_ident(), None)

    def each(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of an answer; the thread waits anew for each of them, until the last one is sent."""
        try:
            for piece in pieces:
                self.end()  # whoever takes it slowly is no disk
                yield piece
                self.begin()
        finally:
            self.end()

    def longer_than(self, seconds: float) -> int:
        """How many threads have been at it for longer."""
        now = time.monotonic()
        with self._lock:
            return sum(now - since > seconds for since in self._since.values())


def add_stalled_disk(app: Dash) -> None:
    """Refuse with 503 what reads the disk while half of the threads wait for it longer than `stall_seconds`."""
    waiting = Waiting()

    @app.server.before_request
    def refuse_while_stalled() -> flask.Response | None:
        chosen = settings()
        if flask.request.path in READS_NOTHING:
            return None
        if (stuck := waiting.longer_than(chosen.stall_seconds)) >= max(1, chosen.threads // 2):
            log.error("%d answers have waited for longer than %d s: is the disk stalled?", stuck, chosen.stall_seconds)
            told = "The disk of this server does not answer. Ask again in a moment.\n"
            return flask.Response(told, status=503, mimetype="text/plain", headers={"Retry-After": str(RETRY_SECONDS)})
        waiting.begin()
        return None

    @app.server.after_request
    def note_made(response: flask.Response) -> flask.Response:
        if response.mimetype == MEDIA_TYPE:  # its parts are made, and the disk is read, while they are sent
            response.response = waiting.each(response.iter_encoded())
        else:
            waiting.end()
        return response

    @app.server.teardown_request
    def note_failed(error: BaseException | None) -> None:
        waiting.end()
