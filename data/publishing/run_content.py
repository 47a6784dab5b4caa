"""Whether the folder of a run still holds what was published of it."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from data.drops.manifest import MANIFEST, DropError, Manifest, read_manifest, sha256_of
from data.published.snapshots import Snapshot


def file_states(drop: Path) -> dict[str, list[int]]:
    """(size, time of the last change in ns) of each file that the manifest names."""
    states = {}
    for entry in read_manifest(drop).files:
        found = (drop / entry.path).lstat()
        states[entry.path] = [found.st_size, found.st_mtime_ns]
    return states


def as_it_stands(drop: Path) -> dict[str, tuple[int, int, int]] | None:
    """(inode, size, time of the last change in ns) of the manifest and each file that it names.

    Two of them differ where somebody wrote meanwhile, or put another in the place of one. None where the manifest can
    not be read, or a file that it names is missing: such a drop is refused whatever becomes of it.
    """
    try:
        names = [MANIFEST, *(entry.path for entry in read_manifest(drop).files)]
        found = {name: (drop / name).lstat() for name in names}
    except (DropError, OSError):
        return None
    return {name: (state.st_ino, state.st_size, state.st_mtime_ns) for name, state in found.items()}


def other_content(snapshot: Snapshot, drop: Path) -> bool:
    """Whether the drop is not what the snapshot of its run was made of.

    Files are read again only where their size or time changed: a large drop is looked at every time.
    """
    try:
        manifest = read_manifest(drop)
        # Read again by the model: what an older version wrote lacks fields that have defaults.
        if manifest != Manifest.model_validate_json(json.dumps(snapshot.raw["manifest"])):
            return True
        before = snapshot.raw.get("files")
        if before is None or file_states(drop) == before:
            return False
        return any(sha256_of(drop / entry.path) != entry.sha256 for entry in manifest.files)
    except (DropError, OSError, ValidationError):
        return True
