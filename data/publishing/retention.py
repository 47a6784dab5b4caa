"""Deliveries that are no longer needed go, by age and by bytes; what is kept is said in the log."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.drops.deliveries import Delivery
from data.published.snapshots import REJECTED, REPORT, Snapshot
from settings import settings

log = logging.getLogger(__name__)
MB = 1_000_000
#: Deliveries that stay whatever their age and size: the last ones, to compare and to publish again.
LEAST = 3
REMOVING = ".removing-"


def bytes_of(folder: Path) -> int:
    """Bytes of all files below a folder, none of a link to another; those that go meanwhile count nothing."""
    total = 0
    if folder.is_symlink():
        return 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size if not path.is_dir() else 0
        except FileNotFoundError:
            continue
    return total


def no_longer_needed(
    folders: Sequence[tuple[Path, datetime]], days: int, most_bytes: int, now: datetime | None = None
) -> list[Path]:
    """Those of the folders, given newest first with their moments, that are too old or beyond the bytes.

    The first LEAST are always needed.
    """
    oldest = (now or datetime.now(UTC)) - timedelta(days=days)
    total, removed = 0, []
    for index, (folder, moment) in enumerate(folders):
        total += bytes_of(folder)
        if index >= LEAST and (moment < oldest or total > most_bytes):
            removed.append(folder)
    return removed


def retain_drops(drops: Sequence[Delivery], served: Snapshot) -> None:
    """Remove deliveries made before the one that is served, as the settings say; what is newer always stays.

    `drops` are those of the domain, oldest first.
    """
    chosen = settings()
    moment = next((drop.made for drop in drops if drop.run_id == served.run_id), None)
    if moment is None:
        return
    earlier = [(drop.folder, drop.made) for drop in reversed(drops) if drop.made < moment]
    gone = no_longer_needed(earlier, chosen.keep_drops_days, chosen.keep_drops_mb * MB)
    folders = {drop.folder.parent for drop in drops}
    for left in (path for folder in folders for path in folder.glob(f"{REMOVING}*")):
        _remove(left)  # by a publisher that was killed
    for drop in gone:
        # Renamed first: whoever lists the folder sees a whole delivery or none.
        _remove(drop.rename(drop.with_name(f"{REMOVING}{drop.name}")))
    if gone:
        log.info(
            "%s/%s: %d deliveries older than %d days or beyond %d MB removed, %d earlier ones kept",
            served.city, served.domain, len(gone), chosen.keep_drops_days, chosen.keep_drops_mb,
            len(earlier) - len(gone),
        )  # fmt: skip


def retain_rejected(home: Path) -> None:
    """Remove the files of refused deliveries that are too old or too many; their reports stay beside them."""
    chosen, rejected = settings(), home / REJECTED
    if not rejected.is_dir():
        return
    refused = [path / "drop" for path in rejected.iterdir() if os.path.lexists(path / "drop")]
    timed = [(drop, datetime.fromtimestamp(_refused_at(drop), UTC)) for drop in refused]
    timed.sort(key=lambda each: each[1], reverse=True)
    for drop in no_longer_needed(timed, chosen.keep_drops_days, chosen.keep_drops_mb * MB):
        _remove(drop)
        log.info("%s/%s: the files of the refused %s are removed, its report stays",
                 home.parent.name, home.name, drop.parent.name)  # fmt: skip


def _remove(drop: Path) -> None:
    """Remove a delivery; of one that is a link to another place, the link."""
    if drop.is_symlink():
        drop.unlink()
    else:
        shutil.rmtree(drop)


def _refused_at(drop: Path) -> float:
    report = drop.parent / REPORT
    return (report if report.exists() else drop).lstat().st_mtime
