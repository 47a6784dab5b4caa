"""Is a snapshot still what was published? Its checksums, and the list of those that are not.

`SHA256SUMS` in a snapshot's folder has the format of `sha256sum --check`, so that anybody can tell without Citydeck.
`DAMAGED` in a domain's folder names the snapshots that do not answer any more, one a line with when and why.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import logging
import mmap
import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import duckdb

from data.published.snapshots import CUBES, DAMAGED, SNAPSHOT, SUMS
from data.sql_text import quoted

log = logging.getLogger(__name__)
#: How every connection opens cubes: what reads them reaches no other file, whatever its SQL says. DuckDB refuses a
#: process a second connection to a file that it opens otherwise, so that reading and comparing share this. DuckDB
#: begins no thread: a page asks several small questions at once, and more of them are answered by one each than by two
#: one by one; the eight more that it would begin are for files elsewhere. Three are counted all the same, as if there
#: were others outside: with one or two DuckDB begins each GROUP BY with two megabytes of empty table, with three with
#: an eighth of that. Filters that a join hands to a scan, and the search for what a plan has twice, take longer than
#: they save. Memory is what is kept of the file, mostly, which the machine keeps once for all processes anyway. A
#: statement that needs more is answered by `open_cubes.more_memory`, which takes ten times as long: with 25 MB none of
#: a hundred views of a hundred million requests has one, where two are answered at once; with 22 MB one of ten.
READING: dict[str, str | bool | int | float | list[str]] = {
    "threads": 3, "external_threads": 3, "async_threads": 0, "memory_limit": "25MB",
    "disabled_optimizers": "join_filter_pushdown,common_subplan", "enable_external_access": False,
    "lock_configuration": True,
}  # fmt: skip
#: Bytes that are read at once, and how many times that are on their way from the disk: it gives many small ones sooner.
BLOCK, AHEAD = 1 << 20, 8


@dataclass(frozen=True)
class DamagedSnapshot:
    """A snapshot that does not answer any more: its id, since when (ISO, UTC), and why."""

    snapshot_id: str
    since: str
    reason: str


def sha256_of_file(path: Path, most_bytes_a_second: float | None = None) -> str:
    """The file's SHA-256 in hexadecimal digits, read no faster than that. Raises OSError where it cannot be read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            if most_bytes_a_second:
                time.sleep(len(block) / most_bytes_a_second)
    return digest.hexdigest()


def write_sums(folder: Path) -> None:
    """Write the checksums of the snapshot's files as they lie on the disk."""
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    lines = [f"{_sha256_on_disk(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), "ascii")


def _sha256_on_disk(path: Path) -> str:
    """The SHA-256 of what the disk kept of the file, which need not be what memory still holds of it."""
    digest = hashlib.sha256()
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
        try:
            fcntl.fcntl(file, fcntl.F_SETFL, os.O_DIRECT)
        except OSError:  # a file system that reads through memory only: it has to forget the file first
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        for block in _blocks(file):
            digest.update(block)
    finally:
        os.close(file)
    return digest.hexdigest()


def _blocks(file: int) -> Iterator[memoryview]:
    """The content of an open file, of which the next blocks are read while one is looked at; good for one turn each."""
    blocks = [mmap.mmap(-1, BLOCK) for _ in range(AHEAD + 1)]

    def read(turn: int) -> int:
        return os.preadv(file, [blocks[turn % len(blocks)]], turn * BLOCK)

    with ThreadPoolExecutor(AHEAD) as ahead:
        coming = deque(ahead.submit(read, turn) for turn in range(AHEAD))
        for turn in count():
            size = coming.popleft().result()
            coming.append(ahead.submit(read, turn + AHEAD))
            yield memoryview(blocks[turn % len(blocks)])[:size]
            if size < BLOCK:
                return


def sums_of(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of the snapshot; empty for one that was published before there were checksums.

    Raises OSError or ValueError where the list is there and cannot be read.
    """
    if not (folder / SUMS).exists():
        return {}
    lines = (folder / SUMS).read_text("ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def damage(folder: Path, most_bytes_a_second: float | None = None) -> str | None:
    """What is wrong with the snapshot in that folder, as a sentence without its last point; None where nothing is.

    Files with a checksum are compared with it; the cubes of a snapshot without any are read through, since DuckDB keeps
    a checksum of each of its blocks. Raises OSError where a file cannot be read at all: that is the machine's fault
    (too many open files, a disk that was taken away), and may pass.
    """
    try:
        sums = sums_of(folder)
    except ValueError:
        return f"{SUMS} cannot be read"
    for name in (SNAPSHOT, CUBES, *sums):
        if not (folder / name).is_file():
            return f"{name} is gone"
    for name, digest in sums.items():
        if sha256_of_file(folder / name, most_bytes_a_second) != digest:
            return f"{name} is not what was published: its checksum differs"
    return None if sums else unreadable_cubes(folder / CUBES)


def unreadable_cubes(file: Path) -> str | None:
    """Why the cubes cannot be read through, every block of them; None where they can.

    Raises OSError where the file cannot be opened at all, or memory is short.
    """
    file.open("rb").close()
    try:
        with duckdb.connect(str(file), read_only=True, config=READING) as connection:
            tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
            for (table,) in tables:
                connection.execute(f"SELECT count(COLUMNS(*)) FROM {quoted(table)}").fetchall()
    except duckdb.OutOfMemoryException as error:  # shared with readers: it says nothing of the file
        raise OSError(errno.ENOMEM, str(error)) from error
    except duckdb.Error as error:
        return f"{file.name} cannot be read: {str(error).strip().partition(chr(10))[0][:200]}"
    return None


def mark_damaged(home: Path, snapshot_id: str, reason: str) -> None:
    """Have that snapshot answer no more, from the next question on; says so in the log.

    Where the folder cannot be written, the log alone says it.
    """
    log.error("%s/%s: snapshot %s is damaged: %s", home.parent.name, home.name, snapshot_id, reason)
    line = f"{snapshot_id}\t{datetime.now(UTC).isoformat(timespec='seconds')}\t{' '.join(reason.split())}\n"
    try:
        # One short write in append mode: two processes that find it at once leave two whole lines.
        with (home / DAMAGED).open("a", encoding="utf-8") as file:
            file.write(line)
    except OSError as error:
        log.error("%s cannot be written: %s", home / DAMAGED, error)


def damaged_snapshots(home: Path) -> list[DamagedSnapshot]:
    """The snapshots that were found damaged, in that order, each once."""
    try:
        lines = (home / DAMAGED).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found: dict[str, DamagedSnapshot] = {}
    for line in lines:
        snapshot_id, since, reason = (*line.split("\t"), "", "")[:3]
        found.setdefault(snapshot_id, DamagedSnapshot(snapshot_id, since, reason))
    return list(found.values())
