"""One file out of a zip file, with the parts that belong to it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from data.files.text_encoding import FileNotReadError


def unpack_one(
    path: Path, choose: Callable[[list[zipfile.ZipInfo]], zipfile.ZipInfo], target: Path, most_bytes: int
) -> tuple[Path, str]:
    """Unpack the entry that is chosen, and those of the same name with other endings: a shapefile's parts.

    They are written as `target` with their own endings: the name inside never becomes a path of ours. Gives the path
    of the entry and its name inside. Raises FileNotReadError for what is no zip file, or unpacks to more than
    `most_bytes`, and what `choose` raises.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            chosen = choose(entries)
            if sum(entry.file_size for entry in entries) > most_bytes:
                raise FileNotReadError(f"{path.name} unpacks to more than {most_bytes:,} bytes")
            stem = Path(chosen.filename).with_suffix("")
            for entry in entries:
                if Path(entry.filename).with_suffix("") == stem:
                    with archive.open(entry) as source, _written(target, entry).open("wb") as out:
                        shutil.copyfileobj(source, out)
    except zipfile.BadZipFile:
        raise FileNotReadError(f"{path.name} is not a zip file, or broken") from None
    return _written(target, chosen), chosen.filename


def _written(target: Path, entry: zipfile.ZipInfo) -> Path:
    return target.with_suffix(Path(entry.filename).suffix.lower())
