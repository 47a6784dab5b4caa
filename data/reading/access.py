"""Who asks: which tables of a snapshot a question may read. Today everybody may ask the same."""

from __future__ import annotations

from dataclasses import dataclass

from data.published.snapshots import Snapshot
from data.reading.tables import Tables


@dataclass(frozen=True)
class Access:
    """What a reader may see. `key` is part of the key of everything that is cached, and never part of an address."""

    key: str

    def tables(self, snapshot: Snapshot) -> Tables:
        """The tables of a snapshot that this access may ask."""
        return Tables(snapshot.cubes, snapshot.first_day, snapshot.last_day)


EVERYBODY = Access("everybody")
