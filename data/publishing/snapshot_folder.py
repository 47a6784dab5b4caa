"""A domain's folder of snapshots: one publisher at a time, a pointer swapped in one step, the newest retained."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from data.drops.drop import what_is_full
from data.drops.manifest import RUN_ID, fsync_folder, write_bytes_durably
from data.drops.report import Report
from data.published.snapshots import (
    CURRENT,
    REJECTED,
    REPORT,
    SERVED,
    STAGING,
    WITHDRAWN,
    Snapshot,
    current_id,
    read_snapshot,
    retained_ids,
    served_ids,
    try_snapshot,
    withdrawn_ids,
)

log = logging.getLogger(__name__)


class PublishError(Exception):
    """Publishing could not be done for a reason that is not the data's; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Outcome:
    """What publishing a domain came to, and a sentence.

    `state` is published, unchanged, missing (no drop at all), unfinished (a drop is still being written), waiting (for
    a person) or rejected. `before` are newer drops that were rejected or left alone on the way.
    """

    state: str
    message: str
    snapshot_id: str | None = None
    report: Report | None = None
    before: tuple[Outcome, ...] = ()

    @property
    def all(self) -> tuple[Outcome, ...]:
        """What was tried, in that order, this one last."""
        return (*self.before, self)


def _replace(home: Path, name: str, text: str) -> None:
    """Write a file of the folder in one step that a reader sees wholly or not at all."""
    fresh = home / f"{STAGING}{name}-{os.getpid()}"
    write_bytes_durably(fresh, text.encode())
    fresh.replace(home / name)
    fsync_folder(home)


def point_to(home: Path, snapshot_id: str) -> None:
    """Make CURRENT name that snapshot, and note it among those served."""
    served = [name for name in served_ids(home) if (home / name).is_dir()]
    _replace(home, CURRENT, snapshot_id)
    _replace(home, SERVED, "\n".join([*served, snapshot_id]))


def rollback(city: str, domain: str, snapshots_dir: Path) -> Outcome:
    """Serve again what was served before the current run; no snapshot of that run answers any day any more."""
    home, where = snapshots_dir / city / domain, f"{city}/{domain}"
    with machine_faults(where), locked(home, where):
        served, kept = current_id(home), retained_ids(home)
        runs = {name: snapshot.run_id for name in kept if (snapshot := try_snapshot(home / name)) is not None}
        bad = {name for name in runs if served in runs and runs[name] == runs[served]} | ({served} if served else set())
        earlier = [name for name in served_ids(home) if name in runs and name not in bad]
        if not earlier:
            return Outcome("missing", f"{where}: there is no earlier snapshot to go back to")
        _replace(home, WITHDRAWN, "\n".join(sorted(withdrawn_ids(home) | bad)))
        point_to(home, earlier[-1])
        back = read_snapshot(home / earlier[-1])
        message = (
            f"{where}: {earlier[-1]} (run {back.run_id}, data as of {back.data_as_of}) is served again, "
            f"{', '.join(sorted(bad))} {'is' if len(bad) == 1 else 'are'} taken back"
        )
        log.info(message)
        return Outcome("published", message, earlier[-1])


def make_durable(staging: Path) -> None:
    """Make the snapshot's files survive a power cut before anything points to them."""
    for path in staging.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    fsync_folder(staging)


def reject(drop: Path, home: Path, report: Report, keep: int) -> None:
    """Move a drop that breaks its contract to `rejected/<run_id>/drop`, beside its report."""
    safe = drop.name if RUN_ID.fullmatch(drop.name) else f"unnamed-{sha256(os.fsencode(drop.name)).hexdigest()[:16]}"
    place = home / REJECTED / safe
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / REPORT).write_text(report.as_json(), "utf-8", errors="backslashreplace")
    (place / "report.txt").write_text(report.as_text() + "\n", "utf-8", errors="backslashreplace")
    shutil.move(drop, place / "drop")
    log.error("%s/%s: %s rejected: %s", report.city, report.domain, safe, report.summary())
    aside = sorted((home / REJECTED).iterdir(), key=lambda path: path.stat().st_mtime)
    for path in aside[: -max(keep, 1)]:
        shutil.rmtree(path)
        log.warning("%s/%s: refused %s is removed, %d newer ones are kept", report.city, report.domain, path.name, keep)


def retain(home: Path, keep: int, keep_of_day: int | None = None) -> None:
    """Remove all but the newest `keep` snapshots; what is served always stays.

    Of a city that is published every few minutes the last of each day are kept, and of the newest day the newest
    `keep_of_day` and what those follow: so that earlier days can be asked for, and the disk does not fill.
    """
    served = current_id(home)
    names = sorted(path.name for path in home.iterdir() if path.is_dir() and path.name[:1].isdigit())
    surplus = _within_days(home, names, keep_of_day) if keep_of_day else []
    left = [name for name in names if name not in surplus]
    for name in [*surplus, *left[: -max(keep, 1)]]:
        if name != served:
            # Renamed first: a reader sees a whole snapshot or none, and a kill leaves something that is swept.
            gone = (home / name).rename(home / f"{STAGING}{name}")
            shutil.rmtree(gone)
            log.info("%s: removed, %d newer ones are kept", name, keep)


def _within_days(home: Path, names: list[str], keep_of_day: int) -> list[str]:
    """Snapshots that a later one of the same day, by the city's clock, makes needless; oldest first."""
    by_day: dict[date, list[Snapshot]] = {}
    for name in names:
        if (snapshot := try_snapshot(home / name)) is not None:
            moment = datetime.fromisoformat(snapshot.published_at).astimezone(ZoneInfo(snapshot.timezone))
            by_day.setdefault(moment.date(), []).append(snapshot)
    newest = max(by_day, default=None)
    followed = {snapshot.follows for snapshot in by_day[newest][-keep_of_day:]} if newest else set()
    return [
        snapshot.snapshot_id
        for day, of_day in by_day.items()
        for snapshot in of_day[: -(keep_of_day if day == newest else 1)]
        if snapshot.run_id not in followed
    ]


def sweep(home: Path) -> None:
    """Remove what a killed publisher left behind; the lock says that no other is at work."""
    if (home / SERVED).is_file():
        served = {*served_ids(home)}
        for name in retained_ids(home):
            if name not in served:
                (home / name).rename(home / f"{STAGING}{name}")
    for path in home.glob(f"{STAGING}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        log.warning("%s: swept, a publisher was stopped in the middle", path.name)


@contextmanager
def locked(home: Path, where: str) -> Iterator[None]:
    """Be the only publisher of a domain; waits for another one and says so. The lock ends with the process."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.warning("%s: another publisher is at work, waiting for it to finish", where)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def machine_faults(
    where: str, failed: str = "not published", kept: str = "what was published before goes on being served"
) -> Iterator[None]:
    """Turn what the machine refuses into a PublishError with a sentence: what failed, why, and what stays as it was."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        cause = "the disk is full" if full else f"{error.strerror or error} ({error.filename})"
        raise PublishError(f"{where}: {failed}, {cause}; {kept}") from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        text = str(error).strip().partition("\n")[0][:300]
        raise PublishError(f"{where}: {failed}, {what_is_full(error) or text}; {kept}") from error
