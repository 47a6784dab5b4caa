"""Answers kept as JSON text in files that all processes share, with a lock a key against a herd of equal questions."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson
from cachelib.serializers import FileSystemSerializer
from flask_caching.backends import FileSystemCache

from data.reading.answer import Columns

log = logging.getLogger(__name__)
#: Lock files. Two keys that share one wait for each other for some milliseconds, no more.
LOCKS = 256
#: A snapshot never changes, so an answer is never wrong; after this many seconds nobody asked for it.
KEEP_SECONDS = 30 * 24 * 3600
#: How long an answer that somebody else computes is waited for, and how often it is looked for.
LONGEST_WAIT_SECONDS = 2.0
LOOK_SECONDS = 0.002


class JsonSerializer(FileSystemSerializer):
    """Cached answers are JSON text: reading a cache file that somebody changed runs no code."""

    def dumps(self, value: Any, protocol: int = 0) -> bytes:
        """The value as JSON."""
        return orjson.dumps(value)

    def loads(self, bvalue: bytes) -> Any:
        """The value of a JSON text; EOFError, which the cache takes for a miss, where it is none."""
        try:
            return orjson.loads(bvalue)
        except ValueError as error:
            raise EOFError(f"not JSON: {error}") from None

    def dump(self, value: Any, f: IO[bytes], protocol: int = 0) -> None:
        """Write the value as JSON."""
        f.write(self.dumps(value))

    def load(self, f: IO[bytes]) -> Any:
        """Read a value; EOFError where it is not JSON."""
        return self.loads(f.read())


class ResultFiles(FileSystemCache):
    """Flask-Caching's files, in JSON. Over the limit a fifth goes at once, oldest first, so that it is rarely done."""

    serializer = JsonSerializer()

    @property
    def _file_count(self) -> int:
        counted = self.get(self._fs_count_file)
        return counted if isinstance(counted, int) else 0

    def _remove_older(self) -> bool:
        files = sorted(_timed(self._path, self._is_mgmt))
        for _, path in files[: max(1, len(files) - self._threshold * 4 // 5)]:
            Path(path).unlink(missing_ok=True)
        self._update_count(value=len(list(self._list_dir())))
        return True


def _timed(folder: str, left_out: Callable[[str], bool]) -> Iterator[tuple[float, str]]:
    """When each file of the folder was last written; one that another process removes meanwhile is not there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if left_out(entry.name):
                continue
            try:
                yield entry.stat().st_mtime, entry.path
            except FileNotFoundError:
                continue


class ResultCache:
    """Columns by key. `folder` is the cache's alone: what lies there may be removed at any time."""

    def __init__(self, folder: Path, most: int) -> None:
        """Makes the folder."""
        self._locks = folder.parent / f"{folder.name}.locks"
        self._locks.mkdir(parents=True, exist_ok=True)
        self._files = ResultFiles(str(folder), threshold=most, default_timeout=KEEP_SECONDS)
        self._guard = threading.Lock()
        #: Set when the thread that computes a key has done so, or failed.
        self._computing: dict[str, threading.Event] = {}

    def get_or_compute(self, key: str, compute: Callable[[], Columns]) -> Columns:
        """The columns kept under this hexadecimal key, else computed by one of all those who ask at once."""
        known = self._files.get(key)
        if isinstance(known, dict):
            return known
        with self._guard:
            by_another = self._computing.get(key)
            own = self._computing.setdefault(key, threading.Event())
        if by_another:
            by_another.wait(LONGEST_WAIT_SECONDS)
            return self._known_or_computed(key, compute)
        try:
            return self._known_or_computed(key, compute)
        finally:
            with self._guard:
                del self._computing[key]
            own.set()

    def _known_or_computed(self, key: str, compute: Callable[[], Columns]) -> Columns:
        """The columns, computed by one of all processes that ask at once."""
        with self._alone(key):
            known = self._files.get(key)
            if isinstance(known, dict):
                return known
            columns = compute()
            self._files.set(key, columns)
            return columns

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        """Hold this key's lock file, against all processes that share the cache.

        Where it cannot be made (a full disk), or whoever holds it takes long, the answer is computed without: twice is
        better than not at all, or behind somebody of lower priority.
        """
        try:
            file = (self._locks / f"{int(key[:8], 16) % LOCKS:03d}").open("w")
        except OSError as error:
            log.warning("no lock for an answer: %s", error)
            yield
            return
        with file:
            _wait_for(file)
            yield


def _wait_for(file: IO[str]) -> None:
    """Come back when the lock of that file is ours, or after a while without it."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOOK_SECONDS)
        else:
            return
