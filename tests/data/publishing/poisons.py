"""Folders of a delivery made dangerous, each in a way of its own, and what is said of it: for tests and for chaos."""

from __future__ import annotations

import json
import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.drops.manifest import sha256_of
from tests.city_with_records import read_records, write_records
from tests.data.drop_files import write_manifest


def _use_parquet(folder: Path, rows: int) -> None:
    """Let the manifest name requests.parquet, with that many rows, in the place of the CSV file."""
    (folder / "requests.csv").unlink()
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"] = [each for each in manifest["files"] if each["table"] == "services"]
    manifest["files"].append({"path": "requests.parquet", "table": "requests", "rows": rows,
                              "sha256": sha256_of(folder / "requests.parquet")})  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def _bomb(folder: Path) -> None:
    """A million rows with keys in some hundred bytes."""
    names = read_records("services")["requests"].column_names
    columns = {name: pa.array(["r"] * 1_000_000).dictionary_encode() for name in names}
    pq.write_table(pa.table(columns), folder / "requests.parquet", compression="zstd")
    _use_parquet(folder, 1_000_000)


def _lying_footer(folder: Path, *, all_counts: bool) -> None:
    """13 requests of which the footer says 63: once, where it counts all rows, or wherever it counts."""
    drop = write_records(folder.parent / "made", "services")
    content = (drop / "requests.parquet").read_bytes()
    shutil.rmtree(folder.parent / "made")
    (length,) = struct.unpack("<I", content[-8:-4])
    body, footer, end = content[: -8 - length], content[-8 - length : -8], content[-8:]
    # A count of 13 in the compact protocol of Thrift: the type of the field and a zigzag number.
    told, lie = b"\x16" + bytes([13 * 2]), b"\x16" + bytes([63 * 2])
    footer = footer.replace(told, lie) if all_counts else footer.replace(told, lie, 1)
    (folder / "requests.parquet").write_bytes(body + footer + end)
    _use_parquet(folder, 63)


def _long_header(folder: Path) -> None:
    (folder / "requests.csv").write_bytes(b"x" * 3_000_000 + b"\n")
    write_manifest(folder, "services", generated_at="2025-07-01T09:00:00Z")


def _many_columns(folder: Path) -> None:
    path = folder / "requests.csv"
    path.write_text("".join(f"{line}{',a' * 50_000}\n" for line in path.read_text("utf-8").splitlines()), "utf-8")
    write_manifest(folder, "services", generated_at="2025-07-01T09:00:00Z")


def _many_parquet_columns(folder: Path) -> None:
    pq.write_table(pa.table({f"c{number}": [1] for number in range(1_001)}), folder / "requests.parquet")
    _use_parquet(folder, 1)


def _unfinished_quote(folder: Path) -> None:
    with (folder / "requests.csv").open("a", encoding="utf-8") as file:
        file.write('"never closed\n' * 3)
    write_manifest(folder, "services", generated_at="2025-07-01T09:00:00Z")


def _manifest(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        write_manifest(folder, "services", **({"generated_at": "2025-07-01T09:00:00Z"} | changes))

    return change


def _manifest_as(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / "manifest.json").unlink()
        make(folder / "manifest.json")

    return change


def _as_link(folder: Path) -> None:
    elsewhere = folder.rename(folder.parents[3] / "elsewhere")
    folder.symlink_to(elsewhere)


def _same_file_twice(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"].append(manifest["files"][0])
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


POISONS: dict[str, tuple[Callable[[Path], object], str]] = {
    "cadence that overflows": (_manifest(cadence="P999999999D"), "longer than anybody waits"),
    "generated in 2099": (_manifest(generated_at="2099-01-01T00:00:00Z"), "is in the future"),
    "data of 9999": (_manifest(data_as_of="9999-12-31"), "is in the future"),
    "manifest is a folder": (_manifest_as(Path.mkdir), "is not a file"),
    "manifest is a pipe": (_manifest_as(os.mkfifo), "is not a file"),
    "manifest is a link": (_manifest_as(lambda path: path.symlink_to("/dev/zero")), "is not a file"),
    "manifest is a link to nowhere": (_manifest_as(lambda path: path.symlink_to("nowhere")), "is not a file"),
    "pipe beside": (lambda folder: os.mkfifo(folder / "pipe"), "is not a file"),
    "huge manifest": (_manifest(notes=["x" * 5_000_000]), "is longer than"),
    "deep manifest": (_manifest_as(lambda path: path.write_text("[" * 100_000, "utf-8")), "is not a manifest"),
    "no text": (_manifest_as(lambda path: path.write_bytes(b"\xff\xfe\x00")), "is not a manifest"),
    "a billion rows promised": (_manifest(files=[{"path": "requests.csv", "table": "requests", "rows": 10**12,
                                                  "sha256": "0" * 64}]), "rows, more than the"),
    "a file twice": (_same_file_twice, "names a file more than once"),
    "long header": (_long_header, "header is longer than"),
    "many columns": (_many_columns, "requests.csv: it has 50,014 columns, more than the 1,000 that are read"),
    "many columns of Parquet": (_many_parquet_columns, "it has 1,001 columns, more than the 1,000 that are read"),
    # Where the file lies on this machine is not said to readers.
    "unfinished quote": (_unfinished_quote, 'Error when sniffing file "requests.csv"'),
    "bomb": (_bomb, "rows with keys cannot be in"),
    "footer that contradicts itself": (lambda folder: _lying_footer(folder, all_counts=False), "promises 63 rows"),
    "footer that lies": (lambda folder: _lying_footer(folder, all_counts=True), "unreadable in requests"),
    "folder is a link": (_as_link, "is a link to another place"),
    "name is a pattern": (lambda folder: folder.rename(folder.parent / "run[1-9]"), "is no run id"),
    "name is not text": (lambda folder: folder.rename(folder.parent / os.fsdecode(b"\xff\x1b[2J")), "is no run id"),
}  # fmt: skip
