"""The finished deliveries of a domain, in the order in which they were made."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.drops.admission import run_name
from data.drops.manifest import MANIFEST, DropError, read_manifest

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """A drop that has a manifest: its folder, when it was made, and the run that it adds to, if any.

    Thousands may wait, and each is looked at for each that is refused: its manifest is read once.
    """

    folder: Path
    made: datetime
    follows: str | None

    @property
    def run_id(self) -> str:
        """The run that it is of."""
        return self.folder.name


def deliveries(outputs_dir: Path, city: str, domain: str) -> list[Delivery]:
    """Those of a domain, oldest first. One still being written has no manifest and is left alone."""
    home = outputs_dir / city / domain
    if not home.is_dir():
        return []
    found = []
    for path in home.iterdir():
        if path.name[0] == "." or not path.is_dir():
            continue
        if os.path.lexists(path / MANIFEST):
            found.append(_delivery(path))
        else:
            log.info("%s/%s %s is not finished yet: it has no manifest", city, domain, run_name(path))
    return sorted(found, key=lambda each: (each.made, each.run_id))


def complete_drops(outputs_dir: Path, city: str, domain: str) -> list[Path]:
    """The folders of a domain's finished deliveries, oldest first."""
    return [each.folder for each in deliveries(outputs_dir, city, domain)]


def _delivery(folder: Path) -> Delivery:
    """Made by its file's time where the manifest cannot be read, so that it is looked at at all."""
    try:
        manifest = read_manifest(folder)
    except DropError:
        return Delivery(folder, datetime.fromtimestamp((folder / MANIFEST).lstat().st_mtime, UTC), None)
    return Delivery(folder, in_utc(manifest.generated_at), manifest.follows)


def in_utc(moment: datetime) -> datetime:
    """The moment with a zone; one that was written without is of UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
