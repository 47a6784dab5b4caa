"""What is looked at before anything of a drop is read: names, kinds of file, sizes, and what its files claim.

The limits are settings, so that an operator of larger deliveries can set them.
"""

from __future__ import annotations

import os
import stat
import struct
import time
from pathlib import Path

import pyarrow.parquet as pq

from data.drops.manifest import RUN_ID, Manifest
from settings import settings

MEGABYTE = 1_000_000
#: Files of one drop. A table of a thousand million rows has two hundred.
MOST_FILES = 10_000
#: A Parquet file's footer, which is read whole: names of columns, statistics of every group of rows.
LARGEST_FOOTER_BYTES = 16 * MEGABYTE
#: A header of a CSV file.
LONGEST_HEADER_BYTES = MEGABYTE
CSV_DELIMITERS = (b",", b";", b"\t", b"|")
#: Columns of one file. A contract has some twenty; more are refused, each by its name, which takes memory.
MOST_COLUMNS = 1_000
#: Rows with keys of their own take some bits each, however well they are packed.
MOST_ROWS_A_BYTE = 8
#: Faults that a drop can have because its writer has not finished.
UNFINISHED_RULES = frozenset({"folder", "manifest", "missing_file", "hash", "row_count", "unreadable"})


def run_name(folder: Path) -> str:
    """The folder's name, printable whatever it is."""
    return folder.name if RUN_ID.fullmatch(folder.name) else ascii(folder.name)[1:-1][:80]


def folder_fault(folder: Path) -> str | None:
    """Why the folder is not to be read, as a sentence; None where it may be."""
    if not RUN_ID.fullmatch(folder.name):
        return f"the folder's name {run_name(folder)!r} is no run id: letters, digits, - and _, at most 80"
    if folder.is_symlink():
        return "the folder is a link to another place"
    total = 0
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number >= MOST_FILES:
                return f"the folder has more than {MOST_FILES:,} files"
            found = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(found.st_mode):
                return f"{entry.name!a} is not a file but a link, a folder, a pipe or a device"
            total += found.st_size
    most = settings().largest_drop_mb
    return (
        f"its files take {total / MEGABYTE:,.0f} MB, more than the {most:,} allowed"
        if total > most * MEGABYTE
        else None
    )


def claims_fault(manifest: Manifest) -> str | None:
    """Why what the manifest says of its files cannot be, as a sentence; None where it can."""
    paths = [entry.path for entry in manifest.files]
    if len(paths) != len(set(paths)):
        return "the manifest names a file more than once"
    rows, most = sum(entry.rows for entry in manifest.files), settings().largest_drop_rows
    return f"the manifest promises {rows:,} rows, more than the {most:,} allowed" if rows > most else None


def parquet_fault(path: Path, keyed: bool) -> str | None:
    """Why a Parquet file is not to be unpacked, as a sentence; None where it may be.

    `keyed` says that its rows have keys. Raises pyarrow.ArrowInvalid or OSError where its footer cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 8))
        end = file.read(8)
    if len(end) == 8 and end[4:] == b"PAR1" and struct.unpack("<I", end[:4])[0] > LARGEST_FOOTER_BYTES:
        return f"its footer is longer than {LARGEST_FOOTER_BYTES // MEGABYTE} MB"
    footer = pq.read_metadata(path)
    if footer.num_columns > MOST_COLUMNS:
        return _too_many_columns(footer.num_columns)
    groups = [footer.row_group(index) for index in range(footer.num_row_groups)]
    if sum(group.num_rows for group in groups) != footer.num_rows:
        return f"its footer promises {footer.num_rows:,} rows and its parts {sum(each.num_rows for each in groups):,}"
    if keyed and footer.num_rows > MOST_ROWS_A_BYTE * size:
        return f"{footer.num_rows:,} rows with keys cannot be in {size:,} bytes"
    unpacked, most = sum(group.total_byte_size for group in groups), settings().largest_unpacked_mb
    if unpacked > most * MEGABYTE:
        return f"it unpacks to {unpacked / MEGABYTE:,.0f} MB, more than the {most:,} allowed"
    return None


def csv_fault(path: Path) -> str | None:
    """Why a CSV file is not to be read, as a sentence; None where it may be."""
    with path.open("rb") as file:
        header = file.readline(LONGEST_HEADER_BYTES + 1)
    if len(header) > LONGEST_HEADER_BYTES:
        return f"its header is longer than {LONGEST_HEADER_BYTES:,} bytes"
    columns = 1 + max(header.count(delimiter) for delimiter in CSV_DELIMITERS)
    return _too_many_columns(columns) if columns > MOST_COLUMNS else None


def _too_many_columns(columns: int) -> str:
    return f"it has {columns:,} columns, more than the {MOST_COLUMNS:,} that are read"


def still_changing(folder: Path) -> bool:
    """Whether something in the folder was written within the last `settle_seconds`."""
    now = time.time()
    try:
        changed = [
            folder.lstat().st_mtime,
            *(entry.stat(follow_symlinks=False).st_mtime for entry in os.scandir(folder)),
        ]
    except OSError:
        return True
    # A time ahead of our clock is no sign of a writer: it would keep the folder unfinished until then.
    return any(0 <= now - moment < settings().settle_seconds for moment in changed)
