"""Answers kept as JSON text in files that all processes share, with a lock a key against a herd of equal questions."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import math
import os
import struct
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import orjson
from cachelib.serializers import FileSystemSerializer
from cachetools import LRUCache
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
CHECKSUM_BYTES = 8
#: Values of answers that are at hand, those of a view or two: it asks for each thrice, and for a ranking of thousands
#: of services with each panel that is reckoned from it. Sixty bytes each.
MOST_VALUES = 65_536
#: What a file begins with: until when it is kept, in seconds of the epoch.
UNTIL = struct.Struct("I")
WRITTEN_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
#: A file that is still half written after so long has no writer any more.
HALF_WRITTEN_SECONDS = 600.0
#: Where the folder cannot be used, answers are computed for so long before it is tried again.
TRY_AGAIN_SECONDS = 30.0


def _values(columns: Columns) -> int:
    return 1 + sum(map(len, columns.values()))


class AtHand:
    """Answers that a process has in memory, those asked for last: threads share it, and nobody changes one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: LRUCache[bytes, Columns] = LRUCache(MOST_VALUES, getsizeof=_values)

    def get(self, key: bytes) -> Columns | None:
        """The answer of that key; None where it is not at hand."""
        with self._lock:
            return self._answers.get(key)

    def keep(self, key: bytes, columns: Columns) -> None:
        """Have the answer at hand from now on, unless it is larger than all of the room."""
        with self._lock, suppress(ValueError):
            self._answers[key] = columns


class JsonSerializer(FileSystemSerializer):
    """Cached answers are JSON text after its checksum: reading a file that somebody changed runs no code, and one that
    the disk harmed is a miss and not a wrong number."""

    def dumps(self, value: Any, protocol: int = 0) -> bytes:
        """The value as JSON, and its checksum before it."""
        text = orjson.dumps(value)
        return _checksum(text) + text

    def loads(self, bvalue: bytes) -> Any:
        """The value of a JSON text; None, which is a miss, where it is none or not what was written."""
        text = bvalue[CHECKSUM_BYTES:]
        try:
            return orjson.loads(text) if _checksum(text) == bvalue[:CHECKSUM_BYTES] else None
        except ValueError:
            return None

    def dump(self, value: Any, f: IO[bytes], protocol: int = 0) -> None:
        """Write the value as JSON."""
        f.write(self.dumps(value))

    def load(self, f: IO[bytes]) -> Any:
        """Read a value; None where it is not what was written."""
        return self.loads(f.read())


def _checksum(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=CHECKSUM_BYTES).digest()


class ResultFiles(FileSystemCache):
    """Flask-Caching's files, in JSON. Over a limit a fifth goes at once, oldest first, so that it is rarely done."""

    serializer: JsonSerializer

    def __init__(self, folder: Path, most: int, most_bytes: int) -> None:
        """Makes the folder, and removes what killed processes and full disks left half written. Raises OSError."""
        self._most_bytes, self.serializer = most_bytes, JsonSerializer()
        self._files_known = self._files_written = 0
        #: Bytes written since somebody last looked at all files.
        self._written_bytes = 0
        self._pruning = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        long_ago = time.time() - HALF_WRITTEN_SECONDS
        for changed, _, path in _files_of(str(folder), lambda name: not self._is_unfinished(name)):
            if changed < long_ago:
                Path(path).unlink(missing_ok=True)
        super().__init__(str(folder), threshold=most, default_timeout=KEEP_SECONDS)

    # Each process counts for itself what it wrote, and looks at all files when that is a tenth of the room: a count of
    # all is a file, read thrice and written once with each answer.
    @property
    def _file_count(self) -> int:
        return self._files_known

    def _update_count(self, delta: int | None = None, value: int | None = None) -> None:
        self._files_known = self._files_known + delta if delta else value or 0
        self._files_written = self._files_written + 1 if delta else 0

    def _over_threshold(self) -> bool:
        grown = self._files_written > self._threshold // 10 or self._written_bytes > self._most_bytes // 10
        return grown or super()._over_threshold()

    def _remove_expired(self, now: float) -> None:
        """Nothing: what nobody asked for is the oldest, and opening each file to look costs more than it frees."""

    def _is_unfinished(self, name: str) -> bool:
        return name.endswith(self._fs_transaction_suffix)

    def _prune(self) -> None:
        """Look at all files where it is time, in one thread of this process: the others write on meanwhile."""
        if self._over_threshold() and self._pruning.acquire(blocking=False):
            try:
                self._remove_older()
            finally:
                self._pruning.release()

    def _remove_older(self) -> bool:
        # Looked at twice where some go, so that it takes sixteen bytes a file and not their names: a process does not
        # give back what it once took for so many small things.
        changed, sizes = array("d"), array("q")
        for when, size, _ in _files_of(self._path, self._is_unfinished):
            changed.append(when)
            sizes.append(size)
        over = len(sizes) > self._threshold or sum(sizes) > self._most_bytes
        kept, oldest = self._newest(changed, sizes, Fraction(4, 5) if over else Fraction(1))
        if kept < len(sizes):
            for when, _, path in _files_of(self._path, self._is_unfinished):
                if when < oldest:
                    Path(path).unlink(missing_ok=True)
        self._written_bytes = 0
        self._update_count(value=kept)
        return True

    def _newest(self, changed: array[float], sizes: array[int], share: Fraction) -> tuple[int, float]:
        """How many of the files, last written first, take no more than this share of the room, and when the last of
        these was written."""
        kept, kept_bytes, oldest = 0, 0, math.inf
        for index in sorted(range(len(sizes)), key=changed.__getitem__, reverse=True):
            kept_bytes += sizes[index]
            if kept + 1 > self._threshold * share or kept_bytes > self._most_bytes * share:
                break
            kept, oldest = kept + 1, changed[index]
        return kept, oldest

    # A view reads and writes dozens: what Flask-Caching does beside it (a name drawn by chance, the rights and the size
    # looked up again) takes longer than the reading and the writing.
    def get(self, key: str) -> Any:
        """The value under that key; None where there is none, or none that can be read."""
        try:
            with open(self._get_filename(key), "rb", buffering=0) as file:  # noqa: PTH123 (a path of text)
                written = file.readall()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("an answer cannot be read: %s", error)
            return None
        is_kept = len(written) > UNTIL.size and UNTIL.unpack_from(written)[0] >= time.time()
        return self.serializer.loads(written[UNTIL.size :]) if is_kept else None

    def cache(self, key: str, columns: Columns) -> None:
        """Write an answer; where that cannot be, it is computed again the next time."""
        path = self._get_filename(key)
        unfinished = f"{path}.{os.getpid()}.{threading.get_ident()}{self._fs_transaction_suffix}"
        text = self.serializer.dumps(columns)
        try:
            self._prune()
            with open(os.open(unfinished, WRITTEN_ANEW, 0o600), "wb") as file:  # noqa: PTH123
                file.write(UNTIL.pack(int(time.time()) + KEEP_SECONDS))
                file.write(text)
            os.replace(unfinished, path)  # noqa: PTH105
        except OSError as error:
            log.warning("an answer is not cached: %s", error)
            return
        self._written_bytes += len(text)
        self._update_count(delta=1)


def _files_of(folder: str, left_out: Callable[[str], bool]) -> Iterator[tuple[float, int, str]]:
    """When each file of the folder was last written, its bytes and path; one that another process removes meanwhile is
    not there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if left_out(entry.name):
                continue
            try:
                found = entry.stat()
            except FileNotFoundError:
                continue
            yield found.st_mtime, found.st_size, entry.path


class ResultCache:
    """Columns by key. `folder` is the cache's alone: what lies there may be removed at any time.

    A folder that cannot be made, read or written costs time and nothing else.
    """

    def __init__(self, folder: Path, most: int, most_bytes: int = 10**12) -> None:
        """Nothing is made before the first question."""
        self._folder, self._limits = folder, (most, most_bytes)
        self._locks = folder.parent / f"{folder.name}.locks"
        self._opened: ResultFiles | None = None
        self._opening = threading.Lock()
        self._next_try = 0.0
        self._guard = threading.Lock()
        #: What the thread that computes a key comes to.
        self._computing: dict[str, Future[Columns]] = {}

    def get_or_compute(self, key: str, compute: Callable[[], Columns]) -> Columns:
        """The columns cached under this hexadecimal key, else computed by one of all those who ask at once."""
        files = self._files()
        known = files.get(key) if files else None
        if isinstance(known, dict):
            return known
        with self._guard:
            by_another = self._computing.get(key)
            own = self._computing.setdefault(key, Future())
        if by_another:
            # What failed there, or takes long, may come to something here.
            with suppress(TimeoutError, CancelledError):
                return by_another.result(LONGEST_WAIT_SECONDS)
            return self._known_or_computed(files, key, compute)
        try:
            columns = self._known_or_computed(files, key, compute)
            own.set_result(columns)
            return columns
        finally:
            with self._guard:
                del self._computing[key]
            own.cancel()  # of a failure; what has come to something stays

    def _known_or_computed(self, files: ResultFiles | None, key: str, compute: Callable[[], Columns]) -> Columns:
        """The columns, computed by one of all processes that ask at once."""
        if files is None:
            return compute()
        with self._alone(key):
            known = files.get(key)
            if isinstance(known, dict):
                return known
            columns = compute()
            files.cache(key, columns)
            return columns

    def _files(self) -> ResultFiles | None:
        """The files of the folder, made again where somebody removed it; None for a while where they cannot be."""
        if self._opened is not None and self._folder.is_dir():
            return self._opened
        with self._opening:
            if time.monotonic() < self._next_try:
                return None
            try:
                self._locks.mkdir(parents=True, exist_ok=True)
                self._opened = ResultFiles(self._folder, *self._limits)
            except OSError as error:
                log.warning("answers are not cached for %d seconds: %s", TRY_AGAIN_SECONDS, error)
                self._opened, self._next_try = None, time.monotonic() + TRY_AGAIN_SECONDS
            return self._opened

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        """Hold this key's lock file, against all processes that share the cache.

        Where it cannot be made (a full disk), or whoever holds it takes long, the answer is computed without: twice is
        better than not at all, or behind somebody of lower priority.
        """
        try:
            file = os.open(f"{self._locks}/{int(key[:8], 16) % LOCKS:03d}", os.O_WRONLY | os.O_CREAT, 0o666)
        except OSError as error:
            log.warning("no lock for an answer: %s", error)
            yield
            return
        try:
            _wait_for(file)
            yield
        finally:
            os.close(file)


def _wait_for(file: int) -> None:
    """Come back when the lock of that file is ours, or after a while without it."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOOK_SECONDS)
        else:
            return
