"""The cubes of snapshots, open for the threads of one process."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from cachetools import LRUCache

from data.published.integrity import READING, damage, mark_damaged
from data.published.snapshots import Snapshot
from data.published.source import DataMissingError
from data.sql_text import literal

log = logging.getLogger(__name__)

#: Snapshots that stay open at once: what a city's pages ask, twice. Each takes up to 40 MB, and is opened again in the
#: time of four statements.
OPEN_SNAPSHOTS = 8
#: What nobody asked for so long is closed with the next question: the snapshot before today's, most often.
IDLE_SECONDS = 60.0
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


class StalledError(RuntimeError):
    """The disk does not give a snapshot's cubes."""

    def __init__(self, snapshot: Snapshot, seconds: float) -> None:
        where = f"{snapshot.city}/{snapshot.domain} {snapshot.snapshot_id}"
        super().__init__(f"{where}: the cubes do not open for longer than {seconds:g} s: is the disk stalled?")


@dataclass(frozen=True)
class _Opening:
    """Cubes that are being opened, and since when (`time.monotonic`)."""

    cubes: Future[None]
    since: float


class OpenSnapshots:
    """The snapshots that one process has open. Threads share it.

    Each is opened by a thread of its own, so that a file that does not open keeps nobody from the others: who needs it
    waits until `wait_seconds` after that began, and no longer. A thread that waits for a disk cannot be called back;
    so there is one for each such file, whoever asks for it and how often.
    """

    def __init__(self, wait_seconds: float) -> None:
        self._wait_seconds = wait_seconds
        self._lock = threading.Lock()
        self._open: LRUCache[Path, OpenCubes] = LRUCache(OPEN_SNAPSHOTS)
        self._opening: dict[Path, _Opening] = {}
        self._openers = ThreadPoolExecutor(OPEN_SNAPSHOTS, "open")

    @contextmanager
    def in_use(self, snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
        """This thread's own cursor on the snapshot, which nobody closes meanwhile: a connection shared between threads
        returns wrong rows. Raises as `open_cubes` does, and StalledError."""
        while (taken := self._take(snapshot.folder)) is None:
            self._wait_until_open(snapshot)
        opened, cursor = taken
        try:
            yield cursor
        finally:
            with self._lock:
                opened.busy -= 1
                opened.last_used = time.monotonic()
                if opened.is_worn and self._open.get(snapshot.folder) is opened:
                    self._open.pop(snapshot.folder).close()

    def forget(self, snapshot: Snapshot) -> None:
        """Open it anew for whoever asks next."""
        with self._lock:
            self._open.pop(snapshot.folder, None)

    def _take(self, folder: Path) -> tuple[OpenCubes, duckdb.DuckDBPyConnection] | None:
        """What is open there, counted as in use; others that nobody asked for long are closed."""
        with self._lock:
            long_ago = time.monotonic() - IDLE_SECONDS
            idle = [where for where, each in self._open.items() if not each.busy and each.last_used < long_ago]
            for where in idle:
                if where != folder:
                    self._open.pop(where).close()
            if (opened := self._open.get(folder)) is None:
                return None
            cursor = opened.cursor()
            opened.busy += 1
            opened.begun += 1
            return opened, cursor

    def _wait_until_open(self, snapshot: Snapshot) -> None:
        with self._lock:
            if snapshot.folder in self._open:
                return
            if (opening := self._opening.get(snapshot.folder)) is None:
                started = _Opening(self._openers.submit(self._open_now, snapshot), time.monotonic())
                opening = self._opening[snapshot.folder] = started
        try:
            opening.cubes.result(max(0.0, opening.since + self._wait_seconds - time.monotonic()))
        except TimeoutError:
            raise StalledError(snapshot, self._wait_seconds) from None

    def _open_now(self, snapshot: Snapshot) -> None:
        opened = None
        try:
            opened = OpenCubes(open_cubes(snapshot))
        finally:
            with self._lock:
                if opened is not None:
                    self._open[snapshot.folder] = opened
                self._opening.pop(snapshot.folder, None)


def open_cubes(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the snapshot's cubes that can reach no other file.

    Raises DataMissingError where the file was removed after the snapshot was chosen, or is damaged.
    """
    try:
        return duckdb.connect(str(snapshot.cubes_file), read_only=True, config=READING)
    except duckdb.Error as error:
        where = f"{snapshot.city}/{snapshot.domain} {snapshot.snapshot_id}"
        log.error("%s: the cubes cannot be opened: %s", where, error)
        marked_if_damaged(snapshot)
        raise DataMissingError(snapshot.city, snapshot.domain) from None


def marked_if_damaged(snapshot: Snapshot) -> bool:
    """Whether the snapshot is not what was published; it then answers no more."""
    try:
        fault = damage(snapshot.folder) if snapshot.folder.is_dir() else None
    except OSError as error:
        log.error("%s cannot be read: %s", snapshot.folder, error)
        return False
    if fault:
        mark_damaged(snapshot.folder.parent, snapshot.snapshot_id, fault)
    return fault is not None


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
