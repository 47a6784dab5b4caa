"""Which version answers now: the snapshots of a city on a day, resolved once for a whole view."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from data.drops.contract import domains
from data.published.snapshots import Snapshot, find_snapshot, retained_snapshot
from data.published.source import DataMissingError, Source
from data.reading.access import EVERYBODY, Access


def _ids_of(shown: object) -> dict[str, str]:
    """The texts by name in what a browser sent; empty where it is nothing of that kind."""
    given = shown if isinstance(shown, Mapping) else {}
    return {domain: each for domain, each in given.items() if isinstance(domain, str) and isinstance(each, str)}


class Versions:
    """The snapshot of each domain that answers a view: looked up once each, so that no view mixes two.

    `shown` says by domain the ids of snapshots that the view was already answered from: those answer as long as they
    are kept, so that a part which asks later agrees with the parts that asked before a new snapshot was published. It
    comes from the browser: what is no id of a snapshot that was served, by the day of `as_of`, answers nothing.
    """

    def __init__(
        self,
        snapshots_dir: Path,
        city: str,
        as_of: date | None = None,
        access: Access = EVERYBODY,
        shown: object = None,
    ) -> None:
        self.city = city
        self.as_of = as_of
        self.access = access
        self._snapshots_dir = snapshots_dir
        self._shown = _ids_of(shown)
        self._resolved: dict[str, Snapshot | None] = {}

    def snapshot(self, domain: str) -> Snapshot:
        """The snapshot that answers for a domain. Raises DataMissingError where there is none."""
        if domain not in self._resolved:
            self._resolved[domain] = self._resolve(domain)
        resolved = self._resolved[domain]
        if resolved is None:
            raise DataMissingError(self.city, domain, self.as_of.isoformat() if self.as_of else None)
        return resolved

    def _resolve(self, domain: str) -> Snapshot | None:
        shown = retained_snapshot(self._snapshots_dir, self.city, domain, self._shown.get(domain, ""), self.as_of)
        if shown is not None:
            return shown
        try:
            return find_snapshot(self._snapshots_dir, self.city, domain, self.as_of)
        except DataMissingError:
            return None

    def forget(self, domain: str) -> None:
        """Look the domain's snapshot up again: the one that answered was replaced and removed meanwhile."""
        self._shown.pop(domain, None)
        self._resolved.pop(domain, None)

    def sources(self, now: datetime | None = None) -> dict[str, Source]:
        """Where answers come from and how fresh they are now, of each domain that has a snapshot."""
        sources = {}
        for domain in domains():
            try:
                sources[domain] = self.snapshot(domain).source(now)
            except DataMissingError:
                continue
        return sources

    def ids(self) -> dict[str, str]:
        """The id of each domain's snapshot."""
        return {domain: source.snapshot_id for domain, source in self.sources().items()}

    def key(self, now: datetime | None = None) -> str:
        """A text that changes with whatever changes an answer: the snapshots, their freshness, who asks."""
        standing = [
            (domain, each.snapshot_id, each.freshness, each.stands_in) for domain, each in self.sources(now).items()
        ]
        return repr((self.city, self.access.key, standing))
