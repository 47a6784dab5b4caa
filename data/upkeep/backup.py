"""python -m data backup and restore: one file that brings a lost machine's cities, snapshots and secrets to another.

The file is a tar archive. Its last member, `SHA256SUMS`, names every other one, so that `tar -xf` and
`sha256sum --check SHA256SUMS` are enough to check it without Citydeck. It holds secrets of record keys
(docs/disclosure.md) and is therefore readable by its owner alone.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from data.drops.manifest import fsync_folder
from data.published.snapshots import FORMAT, REJECTED, SNAPSHOT, STAGING, SUMS
from data.publishing.snapshot_folder import locked, machine_faults
from settings import Settings, settings

BLOCK = 1 << 20


def folders(chosen: Settings) -> dict[str, Path]:
    """Where what is saved lies on this machine, by its name in the archive."""
    return {
        "cities": chosen.cities_dir,
        "snapshots": chosen.snapshots_dir,
        "secrets": chosen.snapshots_dir.with_name("secrets"),
        "walls": chosen.walls_dir,
    }


def add_backup_arguments(parser: argparse.ArgumentParser) -> None:
    """The argument of `python -m data backup`."""
    parser.add_argument("file", metavar="FILE.tar", type=Path, help="the archive to write")


def add_restore_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m data restore`."""
    parser.add_argument("file", metavar="FILE.tar", type=Path, help="an archive that backup wrote")
    parser.add_argument("--replace", action="store_true", help="set aside what is here already, under another name")


def run_backup(args: argparse.Namespace) -> int:
    """Write the archive and say what is in it."""
    files, size = backup(args.file, settings())
    print(f"{args.file}: {files:,} files, {size / 1e6:,.1f} MB. It holds secrets: keep it where readers cannot see it.")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Bring back what the archive holds and say so; 1 where it is not whole, or something is in the way."""
    try:
        files = restore(args.file, settings(), replace=args.replace)
    except RestoreError as error:
        print(f"data: {error}")
        return 1
    print(f"{args.file}: {files:,} files restored, every one of them as it was saved")
    return 0


class RestoreError(Exception):
    """An archive that cannot be restored; nothing on this machine was changed. The message is a sentence."""


class _Summing:
    """A file that is hashed while it is copied into the archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes of the file."""
        block = self._file.read(size)
        self.digest.update(block)
        return block


def backup(file: Path, chosen: Settings) -> tuple[int, int]:
    """Write the archive; the number of files in it and its bytes. Publishers wait meanwhile.

    The archive appears whole or not at all. Raises PublishError where the machine is at fault, such as a full disk.
    """
    writing = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with machine_faults(str(file), "not saved", "no half of it is left"), ExitStack() as stack:
        homes = sorted(path for path in chosen.snapshots_dir.glob("*/*") if path.is_dir())
        for home in homes:
            stack.enter_context(locked(home, f"{home.parent.name}/{home.name}"))
        stack.callback(lambda: writing.unlink(missing_ok=True))
        sums: list[str] = []
        with os.fdopen(os.open(writing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
                for name, folder in folders(chosen).items():
                    for path in _saved(folder):
                        sums.append(_add(archive, path, f"{name}/{path.relative_to(folder).as_posix()}"))
                listed = "".join(sums).encode()
                member = tarfile.TarInfo(SUMS)
                member.size, member.mtime = len(listed), int(datetime.now(UTC).timestamp())
                archive.addfile(member, io.BytesIO(listed))
            raw.flush()
            os.fsync(raw.fileno())
        writing.replace(file)
        fsync_folder(file.resolve().parent)
    return len(sums), file.stat().st_size


def _saved(folder: Path) -> Iterator[Path]:
    """The files below a folder that another machine needs: not what was refused, what is being made, nor locks."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file() or REJECTED in parts:
            continue
        if not any(part.startswith((STAGING, ".lock", ".patrol")) for part in parts):
            yield path


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Put a file into the archive; its line for SHA256SUMS."""
    with path.open("rb") as file:
        member = archive.gettarinfo(arcname=name, fileobj=file)
        summing = _Summing(file)
        archive.addfile(member, summing)
    return f"{summing.digest.hexdigest()}  {name}\n"


def restore(file: Path, chosen: Settings, *, replace: bool = False) -> int:
    """Bring back what the archive holds; the number of files.

    The archive is unpacked and checked beside the folders first, and takes their place only when it is whole. Raises
    RestoreError where it is not, or where there is something already and `replace` does not set it aside.
    """
    targets = folders(chosen)
    with machine_faults(str(file), "not restored", "nothing here was changed"), ExitStack() as stack:
        stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        unpacked = {name: path.with_name(f".{path.name}.restore-{stamp}") for name, path in targets.items()}
        for path in unpacked.values():
            stack.callback(shutil.rmtree, path, ignore_errors=True)
        unpacked["secrets"].mkdir(mode=0o700, parents=True)
        sums = _unpack(file, unpacked)
        _refuse_newer(file, unpacked["snapshots"])
        in_the_way = [name for name, path in targets.items() if unpacked[name].exists() and _holds_files(path)]
        if in_the_way and not replace:
            named = ", ".join(str(targets[name]) for name in in_the_way)
            raise RestoreError(f"not restored, there are files already: {named}. --replace sets them aside")
        for name, path in targets.items():
            if unpacked[name].exists():
                if path.exists():
                    path.rename(path.with_name(f"{path.name}.before-{stamp}"))
                unpacked[name].rename(path)
    return sums


def _refuse_newer(file: Path, snapshots: Path) -> None:
    """RestoreError where this version could not serve what a newer one saved."""
    written = [_format_of(told) for told in snapshots.glob(f"*/*/*/{SNAPSHOT}")]
    if (newest := max(written, default=FORMAT)) > FORMAT:
        raise RestoreError(
            f"{file} was saved by a newer version of Citydeck (its snapshots have format {newest}, this one reads "
            f"{FORMAT}): restore it by that one; nothing here was changed"
        )


def _format_of(told: Path) -> int:
    """The format that a snapshot.json says it has; FORMAT where it says none, as a damaged one that was saved so."""
    try:
        return int(json.loads(told.read_bytes()).get("format", FORMAT))
    except (ValueError, AttributeError, TypeError):
        return FORMAT


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_file() and not path.name.startswith(".") for path in folder.rglob("*"))


def _unpack(file: Path, places: dict[str, Path]) -> int:
    """Unpack the archive, each of its folders into its place, and compare every file with its checksum."""
    digests: dict[str, str] = {}
    listed: str | None = None
    try:
        with tarfile.open(file, "r:") as archive:
            for member in archive:
                source = archive.extractfile(member) if member.isfile() else None
                if source is None:
                    raise RestoreError(f"{file} holds {member.name!r}, which is no file")
                if member.name == SUMS:
                    listed = source.read().decode()
                    continue
                digests[member.name] = _unpack_file(source, _place_of(member.name, places, file), member.mode)
    except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
        raise RestoreError(f"{file} is not a whole archive: {error}") from None
    except FileNotFoundError:
        raise RestoreError(f"there is no file {file}") from None
    if listed is None:
        raise RestoreError(f"{file} is not a whole archive: its end, {SUMS}, is missing")
    wanted = {name: digest for digest, name in (line.split("  ", 1) for line in listed.splitlines())}
    if wanted != digests:
        wrong = sorted(name for name in wanted.keys() | digests.keys() if wanted.get(name) != digests.get(name))
        raise RestoreError(f"{file} is not what was saved: {', '.join(wrong[:5])} ({len(wrong)} in all)")
    return len(digests)


def _place_of(name: str, places: dict[str, Path], file: Path) -> Path:
    """Where a member goes: below the folder that its name begins with and nowhere else."""
    top, *rest = name.split("/")
    if top not in places or not rest or any(part in ("", ".", "..") for part in rest) or "\0" in name:
        raise RestoreError(f"{file} holds {name!r}, which is none of {', '.join(places)}")
    return places[top].joinpath(*rest)


def _unpack_file(source: IO[bytes], place: Path, mode: int) -> str:
    """Write one file, no more readable than it was; its SHA-256."""
    place.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode & 0o777), "wb") as target:
        while block := source.read(BLOCK):
            digest.update(block)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()
