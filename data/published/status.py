"""What is served of each city and domain, how old it is, and what was refused."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.drops.contract import domains
from data.drops.report import ERROR
from data.published.snapshots import (
    WAITING,
    Snapshot,
    current_id,
    find_snapshot,
    rejected_reports,
    retained_ids,
    try_snapshot,
)
from data.published.source import DataMissingError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refused:
    """One drop that broke its contract: its run, when it was set aside, and how often each rule was broken."""

    run_id: str
    refused_at: str
    broken: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Waiting:
    """A drop that holds far less than what is served and waits for a person: its run, since when, and why."""

    run_id: str
    since: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What is served of one city and domain.

    `state` is its freshness, `rejected` where a newer drop was refused, or `waiting` where one waits for a person.
    """

    city: str
    domain: str
    snapshot: str | None = None
    rows: int = 0
    data_as_of: str | None = None
    cadence: str | None = None
    freshness: str | None = None
    state: str = "rejected"
    rejected: str | None = None
    waiting: Waiting | None = None


@dataclass(frozen=True)
class History:
    """A domain's standing with the snapshots that are kept (newest first) and the drops that were refused."""

    standing: Standing
    snapshots: tuple[Snapshot, ...] = ()
    refused: tuple[Refused, ...] = field(default=())


def _moment(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _refused(path: Path) -> Refused:
    """The drop of that report; without its rules where the report cannot be read."""
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        log.error("%s cannot be read: %s", path, error)
        return Refused(path.parent.name, _moment(path).isoformat(timespec="minutes"), ())
    broken = tuple(
        (str(each["rule"]), int(each["count"])) for each in told.get("breaches", ()) if each["severity"] == ERROR
    )
    return Refused(str(told["run_id"]), _moment(path).isoformat(timespec="minutes"), broken)


def _waiting(home: Path, served: str) -> Waiting | None:
    """The drop that waits for a person while that snapshot is served; None where none does."""
    try:
        told: dict[str, Any] = json.loads((home / WAITING).read_bytes())
        waits = told["served"] == served
        return Waiting(told["run_id"], told["since"], tuple(told["reasons"])) if waits else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def waits(snapshots_dir: Path, city: str, domain: str) -> bool:
    """Whether a drop of that city and domain waits for a person while what is served stays."""
    home = snapshots_dir / city / domain
    served = current_id(home)
    return served is not None and _waiting(home, served) is not None


def standing(snapshots_dir: Path, city: str, domain: str) -> Standing | None:
    """What is served of that city and domain; None where nothing ever was and nothing was refused."""
    reports = rejected_reports(snapshots_dir / city / domain)
    # The folder has the run's name, or one made of it: a report that is cut in half stops no page.
    refused = reports[-1].parent.name if reports else None
    try:
        snapshot = find_snapshot(snapshots_dir, city, domain)
    except DataMissingError:
        return None if refused is None else Standing(city, domain, rejected=refused)
    source = snapshot.source()
    waiting = _waiting(snapshots_dir / city / domain, snapshot.snapshot_id)
    refused_since = bool(reports) and _moment(reports[-1]) > datetime.fromisoformat(source.published_at)
    return Standing(
        city=city,
        domain=domain,
        snapshot=snapshot.snapshot_id,
        rows=sum(snapshot.rows.values()),
        data_as_of=source.data_as_of,
        cadence=source.cadence,
        freshness=source.freshness,
        state="rejected" if refused_since else "waiting" if waiting else source.freshness,
        rejected=refused if refused_since else None,
        waiting=waiting,
    )


def status_rows(snapshots_dir: Path, cities: Iterable[str]) -> list[Standing]:
    """The standing of every city and domain that has a snapshot or a refused drop."""
    found = (standing(snapshots_dir, city, domain) for city in cities for domain in domains())
    return [each for each in found if each is not None]


def histories(snapshots_dir: Path, city: str) -> list[History]:
    """Standing, kept snapshots and refused drops of each of a city's domains."""
    told = []
    for each in status_rows(snapshots_dir, [city]):
        home = snapshots_dir / city / each.domain
        kept = tuple(found for name in reversed(retained_ids(home)) if (found := try_snapshot(home / name)) is not None)
        told.append(History(each, kept, tuple(_refused(path) for path in reversed(rejected_reports(home)))))
    return told
