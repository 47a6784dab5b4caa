"""The cubes of one snapshot, open for the threads of one process."""

from __future__ import annotations

import threading
import time

import duckdb

#: Statements after which cubes are opened anew, which takes as long as four of them. DuckDB queues each block that a
#: statement read for eviction, drops what was queued before only beyond some 32,000 blocks in each of eight queues, and
#: keeps 250 bytes of each until then: four kilobytes a statement of ours, and 65 MB of one file in the end.
MOST_STATEMENTS = 500


class OpenCubes:
    """A snapshot's cubes, open: some ten megabytes, and what DuckDB remembers of what it read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._cursors: dict[int, duckdb.DuckDBPyConnection] = {}
        #: Statements that were begun, those that run, and when the last one ended (`time.monotonic`).
        self.begun, self.busy, self.last_used = 0, 0, time.monotonic()

    @property
    def is_worn(self) -> bool:
        """Whether it is to be opened anew, and nobody waits for an answer of it."""
        return self.begun >= MOST_STATEMENTS and not self.busy

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread."""
        thread = threading.get_ident()
        if (known := self._cursors.get(thread)) is None:
            known = self._cursors[thread] = self._connection.cursor()
        return known

    def close(self) -> None:
        """Give back what it took; its cursors answer no more."""
        for each in (*self._cursors.values(), self._connection):
            each.close()
