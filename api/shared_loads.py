"""How many requests each process of a server is at, in memory that all of them share.

A connection stays with the process that took it. Without this, six of eight readers may wait for one process while the
other has nothing to do.
"""

from __future__ import annotations

import mmap

#: A byte a process, by its age (gunicorn's number of it), which goes round.
PLACES = 256


class SharedLoads:
    """Numbers of requests, of processes that are forked after this was made. None waits for another to say or read."""

    def __init__(self) -> None:
        """No process is known yet."""
        self._bytes = mmap.mmap(-1, PLACES)

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
