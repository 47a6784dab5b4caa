"""Who asks: which tables of a snapshot a question may read. Today everybody may ask the same."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from data.drops.contract import load_contract
from data.published.snapshots import Snapshot
from data.published.source import DataMissingError
from data.reading.periods import whole_until
from data.reading.tables import Span, Tables

log = logging.getLogger(__name__)
#: Tables whose rows are people.
SINGLE_RECORDS = ("request_records",)


@dataclass(frozen=True)
class Shape:
    """All of a snapshot and access that a statement depends on: snapshots of one shape share their statements.

    `columns`: (table, (column, DuckDB type)...). `withheld`: tables that may not be asked.
    """

    domain: str
    columns: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    small_cell_floor: int
    withheld: tuple[str, ...]

    def tables(self) -> Tables:
        """The tables, without days."""
        columns = {table: dict(of) for table, of in self.columns}
        return Tables(columns, small_cell_floor=self.small_cell_floor, withheld=self.withheld)

    @cached_property
    def digest(self) -> str:
        """Hexadecimal digits that change with the shape, and with what questions are made of."""
        return hashlib.sha256(f"{_program()}\n{self!r}".encode()).hexdigest()[:32]

    @cached_property
    def _hash(self) -> int:
        return hash((self.domain, self.columns, self.small_cell_floor, self.withheld))

    def __hash__(self) -> int:
        return self._hash


@cache
def _program() -> str:
    """What changes with the questions and the libraries that compile them; read once a process."""
    content = hashlib.sha256(f"{version('ibis-framework')} {version('sqlglot')}".encode())
    data = Path(__file__).parent.parent
    for room in ("contracts", "city", "drops", "published", "reading"):
        for path in sorted((data / room).rglob("*.[py]*")):
            content.update(path.read_bytes() if path.suffix in (".py", ".yaml") else b"")
    return content.hexdigest()


def whole_day_of(snapshot: Snapshot, last_day: date) -> date:
    """The day until which records of the snapshot that end on `last_day` are whole (`whole_until` in periods.py).

    Those of days that are not over, as a budget's are of its year, are whole as they are.
    """
    known = snapshot.known_until
    return whole_until(last_day, None if known is None or last_day > known + timedelta(days=1) else known)


def span_of(snapshot: Snapshot) -> Span:
    """First and last day of the snapshot's records, the day until which they are whole, the last that is over, and the
    last whose cases, whatever ends them, have had time to end."""
    last = snapshot.last_day
    mature_day = min(snapshot.mature_days.values(), default=None)
    return snapshot.first_day, last, last and whole_day_of(snapshot, last), snapshot.known_until, mature_day


@dataclass(frozen=True)
class Access:
    """What a reader may see. `key` is part of the key of everything that is cached, and never part of an address.

    `single_records`: requests of people one by one, and where exactly they come from, in place of perturbed counts of
    them only.
    """

    key: str
    single_records: bool = False

    def shape(self, snapshot: Snapshot) -> Shape:
        """What a snapshot's tables look like to this access.

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
        columns = tuple((table, tuple(of.items())) for table, of in snapshot.cubes.items())
        return Shape(snapshot.domain, columns, floor, withheld)

    def tables(self, snapshot: Snapshot) -> Tables:
        """The tables of a snapshot that this access may ask. Raises DataMissingError as `shape` does."""
        return self.shape(snapshot).tables().between(*span_of(snapshot))


EVERYBODY = Access("everybody")
