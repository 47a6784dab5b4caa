"""Which version answers now: the snapshots of a city on a day, resolved once for a whole view."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from data.drops.contract import domains, load_contract
from data.published.snapshots import Snapshot, find_snapshot
from data.published.source import DataMissingError, Source
from data.reading.access import EVERYBODY, Access


class Versions:
    """The snapshot of each domain that answers a view: looked up once each, so that no view mixes two."""

    def __init__(self, snapshots_dir: Path, city: str, as_of: date | None = None, access: Access = EVERYBODY) -> None:
        self.city = city
        self.as_of = as_of
        self.access = access
        self._snapshots_dir = snapshots_dir
        self._resolved: dict[str, Snapshot | None] = {}
        self._sources: dict[tuple[str, str], Source] = {}

    def snapshot(self, domain: str) -> Snapshot:
        """The snapshot that answers for a domain. Raises DataMissingError where there is none."""
        resolved = self._resolved_once(domain)
        if resolved is None:
            raise DataMissingError(self.city, domain, self.as_of.isoformat() if self.as_of else None)
        return resolved

    def _resolved_once(self, domain: str) -> Snapshot | None:
        if domain not in self._resolved:
            self._resolved[domain] = self._resolve(domain)
        return self._resolved[domain]

    def _resolve(self, domain: str) -> Snapshot | None:
        """The snapshot of that day; where there is none of this contract, today's if it keeps vintages."""
        found = self._find(domain, self.as_of)
        if self.as_of is None or domain not in domains() or not (contract := load_contract(domain)).keeps_vintages:
            return found
        is_usable = found is not None and found.contract_version == contract.version
        return found if is_usable else self._find(domain, None)

    def _find(self, domain: str, as_of: date | None) -> Snapshot | None:
        try:
            return find_snapshot(self._snapshots_dir, self.city, domain, as_of)
        except DataMissingError:
            return None

    def forget(self, domain: str) -> None:
        """Look the domain's snapshot up again: the one that answered was replaced and removed meanwhile."""
        self._resolved.pop(domain, None)

    def source_of(self, snapshot: Snapshot) -> Source:
        """Where answers of that snapshot come from, and how fresh they were when the view first asked: its parts say
        the same, and the ages of a dozen tables are reckoned once."""
        key = (snapshot.domain, snapshot.snapshot_id)
        if (known := self._sources.get(key)) is None:
            known = self._sources[key] = snapshot.source()
        return known

    def sources(self, now: datetime | None = None) -> dict[str, Source]:
        """Where answers come from and how fresh they are (at `now`, where given), of each domain with a snapshot."""
        return {
            domain: snapshot.source(now) if now else self.source_of(snapshot)
            for domain, snapshot in self._snapshots().items()
        }

    def ids(self) -> dict[str, str]:
        """The id of each domain's snapshot."""
        return {domain: snapshot.snapshot_id for domain, snapshot in self._snapshots().items()}

    def _snapshots(self) -> dict[str, Snapshot]:
        """That of each domain that has one."""
        found = {domain: self._resolved_once(domain) for domain in domains()}
        return {domain: snapshot for domain, snapshot in found.items() if snapshot is not None}

    def key(self, now: datetime | None = None) -> str:
        """A text that changes with whatever changes an answer: the snapshots, their freshness, who asks."""
        standing = [
            (domain, each.snapshot_id, each.freshness, each.stands_in) for domain, each in self.sources(now).items()
        ]
        return repr((self.city, self.access.key, standing))
