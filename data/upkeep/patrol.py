"""A slow walk over what is kept, beside the server: damage is found before a reader meets it."""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from pathlib import Path

from data.published.integrity import damage, mark_damaged
from data.published.snapshots import retained_ids

log = logging.getLogger(__name__)
#: So slow that no reader notices: a gigabyte takes a minute and a half.
BYTES_A_SECOND = 12_000_000
SECONDS_BETWEEN_ROUNDS = 6 * 3600
#: After so many seconds a process looks again whether another one still walks.
SECONDS_BETWEEN_TRIES = 300
LOCK = ".patrol.lock"


def patrol(snapshots_dir: Path, most_bytes_a_second: float | None = BYTES_A_SECOND) -> list[str]:
    """Compare every snapshot that may answer with its checksums, the newest first; the ids of those found damaged.

    What cannot be read at all is logged and left: that is the machine's fault, and may pass.
    """
    found = []
    for home in sorted(snapshots_dir.glob("*/*")):
        for snapshot_id in reversed(retained_ids(home)):
            try:
                fault = damage(home / snapshot_id, most_bytes_a_second)
            except OSError as error:
                log.error("%s/%s %s cannot be read: %s", home.parent.name, home.name, snapshot_id, error)
                continue
            # One that was removed by a publisher meanwhile is not damaged.
            if fault and snapshot_id in retained_ids(home):
                mark_damaged(home, snapshot_id, fault)
                found.append(snapshot_id)
    return found


def start_patrol(snapshots_dir: Path) -> threading.Thread:
    """Walk over the snapshots for as long as this process lives; of all processes that are asked to, one does."""
    thread = threading.Thread(target=_walk, args=(snapshots_dir,), name="patrol", daemon=True)
    thread.start()
    return thread


def _walk(snapshots_dir: Path) -> None:
    while True:
        try:
            snapshots_dir.mkdir(parents=True, exist_ok=True)
            with (snapshots_dir / LOCK).open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                while True:
                    # First a pause: a server that has just started has readers to answer.
                    time.sleep(SECONDS_BETWEEN_TRIES)
                    patrol(snapshots_dir)
                    time.sleep(SECONDS_BETWEEN_ROUNDS)
        except BlockingIOError:
            log.debug("another process walks over the snapshots")
        except OSError as error:
            log.error("snapshots are not walked over: %s", error)
        time.sleep(SECONDS_BETWEEN_TRIES)
