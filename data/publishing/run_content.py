"""Whether the folder of a run still holds what was published of it."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from data.drops.manifest import DropError, Manifest, read_manifest, sha256_of
from data.published.snapshots import Snapshot


def file_states(drop: Path) -> dict[str, list[int]]:
    """(size, time of the last change in ns) of each file that the manifest names."""
    states = {}
    for entry in read_manifest(drop).files:
        found = (drop / entry.path).lstat()
        states[entry.path] = [found.st_size, found.st_mtime_ns]
    return states


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
