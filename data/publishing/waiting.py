"""A drop that holds far less than what is served waits for a person; what is served stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from data.drops.contract import Contract
from data.drops.manifest import MANIFEST, sha256_of, write_bytes_durably
from data.published.snapshots import SNAPSHOT, WAITING, current_id, served_snapshot
from data.publishing.far_below import far_below
from data.publishing.snapshot_folder import Outcome


def reasons_to_wait(staging: Path, home: Path, contract: Contract) -> list[str]:
    """Why the snapshot that lies in the staging folder is not to be served unseen; empty where it is."""
    served = served_snapshot(home)
    told = json.loads((staging / SNAPSHOT).read_bytes())
    # Real records are not fewer than simulated ones: they are others.
    replaced = served is not None and served.simulated and not told["manifest"]["simulated"]
    if served is None or replaced or told["manifest"].get("fewer_expected"):
        return []
    return far_below(told, served, contract)


def note_waiting(home: Path, drop: Path, reasons: Sequence[str]) -> None:
    """Write down which run waits and why, for the pages and for the next publisher."""
    told = {
        "run_id": drop.name,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "manifest_sha256": sha256_of(drop / MANIFEST),
        "served": current_id(home),
        "reasons": list(reasons),
    }
    write_bytes_durably(home / f"{WAITING}.new", json.dumps(told, ensure_ascii=False, indent=1).encode())
    (home / f"{WAITING}.new").replace(home / WAITING)


def waiting_reasons(home: Path, drop: Path) -> list[str]:
    """Why that drop waits already, unchanged, for the same snapshot served; empty where it does not."""
    try:
        told = json.loads((home / WAITING).read_bytes())
        same = told["run_id"] == drop.name and told["served"] == current_id(home)
        return list(told["reasons"]) if same and told["manifest_sha256"] == sha256_of(drop / MANIFEST) else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def waiting_outcome(where: str, run_id: str, reasons: Sequence[str]) -> Outcome:
    """The outcome of a drop that waits."""
    told = f"{where}: {run_id} waits for a person, what was published before goes on being served: {'; '.join(reasons)}"
    return Outcome("waiting", f"{told}. python -m data publish {where.replace('/', ' ')} --accept {run_id} takes it")
