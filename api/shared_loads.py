"""How many requests each process of a server is at, in memory that all of them share.

A connection stays with the process that took it. Without this, six of eight readers may wait for one process while the
other has nothing to do. What works beside the server sees there when nobody asks.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import time
from pathlib import Path

#: A byte a process, by its age (gunicorn's number of it), which goes round.
PLACES = 256
#: How often it is looked whether somebody asks.
LOOK_SECONDS = 0.02


class SharedLoads:
    """Numbers of requests, of processes that are forked after this was made, or are given its file. None waits for
    another to say or read."""

    def __init__(self, file: int | None = None) -> None:
        """Those in a file that another process made and this one has open; else no process is known yet."""
        if file is None:
            file, path = tempfile.mkstemp()
            Path(path).unlink()  # it is there as long as a process has it open
            os.truncate(file, PLACES)
        self.file = file
        self._bytes = mmap.mmap(file, PLACES)

    def tell(self, age: int, requests: int) -> None:
        """The process of that age is at so many requests."""
        self._bytes[age % PLACES] = min(requests, PLACES - 2) + 1

    def forget(self, age: int) -> None:
        """That process has ended."""
        self._bytes[age % PLACES] = 0

    def least_of_others(self, age: int) -> int | None:
        """Requests of the process that is at the fewest beside this one; None where there is no other."""
        own = age % PLACES
        return min((each - 1 for place, each in enumerate(self._bytes[:]) if each and place != own), default=None)

    def requests(self) -> int:
        """Requests that all processes are at."""
        return sum(each - 1 for each in self._bytes[:] if each)


class Quiet:
    """When readers last asked, as seen by whoever works in between."""

    def __init__(self, loads: SharedLoads, seconds: float) -> None:
        """It is quiet when nobody asked for so many seconds, from now on."""
        self._loads, self._seconds = loads, seconds
        self._asked_at = time.monotonic()

    def wait(self, most_seconds: float) -> bool:
        """Whether it is quiet, which is waited for; not longer than that."""
        until = time.monotonic() + most_seconds
        while True:
            now = time.monotonic()
            if self._loads.requests():
                self._asked_at = now
            if now - self._asked_at >= self._seconds:
                return True
            if now >= until:
                return False
            time.sleep(LOOK_SECONDS)
