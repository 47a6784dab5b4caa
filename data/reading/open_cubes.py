"""The cubes of one snapshot, open for the threads of one process."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.sql_text import literal

#: Statements after which cubes are opened anew, which takes as long as four of them. DuckDB queues each block that a
#: statement read for eviction, drops what was queued before only beyond some 32,000 blocks in each of eight queues, and
#: keeps 250 bytes of each until then: four kilobytes a statement of ours, and 65 MB of one file in the end.
MOST_STATEMENTS = 500
#: Memory of the rare statement that needs more than open cubes may take, as sorting all records does; beyond it, disk.
MORE_MEMORY = "128MB"


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


@contextmanager
def more_memory(cubes_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The cubes, read-only, by an engine of their own that may take MORE_MEMORY and a folder for what exceeds it.

    It can reach no other file. Both go with the statement. Raises `duckdb.Error`.
    """
    with tempfile.TemporaryDirectory(prefix="citydeck-") as folder:
        of_its_own: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1, "async_threads": 0, "memory_limit": MORE_MEMORY, "temp_directory": folder,
        }  # fmt: skip
        with duckdb.connect(":memory:", config=of_its_own) as connection:
            connection.execute(f"ATTACH {literal(str(cubes_file))} AS cubes (READ_ONLY)")
            connection.execute("USE cubes")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection
