"""Who asks: which tables of a snapshot a question may read. Today everybody may ask the same."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from data.drops.contract import load_contract
from data.published.snapshots import Snapshot
from data.published.source import DataMissingError
from data.reading.tables import Tables

log = logging.getLogger(__name__)
#: Tables whose rows are people.
SINGLE_RECORDS = ("request_records",)


@dataclass(frozen=True)
class Access:
    """What a reader may see. `key` is part of the key of everything that is cached, and never part of an address.

    `single_records`: requests of people one by one, and where exactly they come from, in place of perturbed counts of
    them only.
    """

    key: str
    single_records: bool = False

    def tables(self, snapshot: Snapshot) -> Tables:
        """The tables of a snapshot that this access may ask.

        Raises DataMissingError for counts of people that were published before counts of them had record keys: they
        cannot be perturbed.
        """
        floor = snapshot.small_cell_floor
        if floor is None:
            if load_contract(snapshot.domain).small_cell_floor:
                log.error("%s/%s %s has no record keys: publish it again", snapshot.city, snapshot.domain,
                          snapshot.snapshot_id)  # fmt: skip
                raise DataMissingError(snapshot.city, snapshot.domain)
            floor = 0
        withheld = SINGLE_RECORDS if floor and not self.single_records else ()
        return Tables(snapshot.cubes, snapshot.first_day, snapshot.last_day, floor, withheld)


EVERYBODY = Access("everybody")
