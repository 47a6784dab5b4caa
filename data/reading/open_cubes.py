"""The cubes of one snapshot, open for the threads of one process."""

from __future__ import annotations

import threading
import time

import duckdb


class OpenCubes:
    """A snapshot's cubes, open: some ten megabytes, and what DuckDB remembers of what it read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._cursors: dict[int, duckdb.DuckDBPyConnection] = {}
        #: Statements that run, and when the last one ended (`time.monotonic`).
        self.busy, self.last_used = 0, time.monotonic()

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
