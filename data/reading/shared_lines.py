"""Files of lines that all processes share: each line is written once, whole, and never changed."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

#: Files of a folder: one a version of what its lines are about.
MOST_FILES = 64


def append_line(path: Path, line: bytes, most_bytes: int) -> None:
    """Write the line behind all others, unless the file has so many bytes; the folder is made where it is not there.

    Raises OSError where there is no room, or no folder can be made.
    """
    if not path.exists():
        _make_room(path.parent)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.tell() < most_bytes:
            file.write(line)


def lines_since(file: BinaryIO, begin: int) -> Iterator[bytes]:
    """The whole lines from that byte on, with their ends; one that another process is writing comes the next time."""
    file.seek(begin)
    for line in file:
        if not line.endswith(b"\n"):
            return
        yield line


def _make_room(folder: Path) -> None:
    """Make the folder, and remove the files of it that were longest not written to: those of earlier versions."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(folder.glob("*.jsonl"), key=lambda file: file.stat().st_mtime)
    for file in files[: -MOST_FILES + 1]:
        file.unlink(missing_ok=True)
