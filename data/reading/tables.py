"""The cubes of one snapshot as Ibis tables that need no connection."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from copy import copy
from datetime import date
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import sqlglot.dialects.duckdb  # noqa: F401 - types are read by it; loaded here, before a server forks, it is in memory once
from ibis.backends.sql.datatypes import DuckDBType

from data.published.cell_keys import RECORD_KEY
from data.published.people_counted import BREAKDOWN

#: A value of an ENUM, in the text of its type.
QUOTED = re.compile(r"'([a-z0-9_ ]+)'")
#: First and last day of the records, the day until which they are whole, the last that is over, and the last whose
#: cases have had time to end.
Span = tuple[date | None, date | None, date | None, date | None, date | None]


class WithheldError(LookupError):
    """A question asks for a table whose rows are people, and who asks may not see them."""


class OutdatedError(LookupError):
    """A question asks for a column that the snapshot does not have: it was published under another contract."""


class CubeMissingError(KeyError):
    """A question asks for a cube that the snapshot does not have: it was published by an older program."""


class Tables(Mapping[str, ir.Table]):
    """Unbound tables by name. `first_day` and `last_day` are those of the records, None where there are none; these are
    whole until `whole_until`, as that function of periods.py says. `known_until`: the last day that is over in what was
    delivered, where records end later too, as a budget's do with its year; None where nothing says so. `mature_day`:
    the last day whose cases have had time to end; None where they need none, or nothing says how much.

    Where counts of people have a `small_cell_floor`, cubes of people are not among the tables: they stand in `people`,
    from which `data/reading/disclosure.py` alone gives rows, perturbed. A table that is withheld raises
    WithheldError, one that the snapshot does not have CubeMissingError.
    """

    def __init__(
        self, columns: Mapping[str, Mapping[str, Any]], first_day: date | None = None, last_day: date | None = None,
        small_cell_floor: int = 0, withheld: Collection[str] = (),
    ) -> None:  # fmt: skip
        """`columns`: for each table its columns with their DuckDB (or Ibis) types."""
        self.first_day = first_day
        self.last_day = last_day
        self.whole_until = last_day
        self.known_until: date | None = None
        self.mature_day: date | None = None
        self.small_cell_floor = small_cell_floor
        self._withheld = frozenset(withheld)
        every = {
            name: ibis.table({column: _dtype(told) for column, told in of.items()}, name=name)
            for name, of in columns.items()
        }
        self._breakdowns = {
            name: frozenset(QUOTED.findall(str(of[BREAKDOWN]))) for name, of in columns.items() if BREAKDOWN in of
        }
        self.people = {name: table for name, table in every.items() if RECORD_KEY in table.columns}
        self._tables = {
            name: table for name, table in every.items() if name not in self.people and name not in withheld
        }

    def between(
        self, first_day: date | None, last_day: date | None, whole_until: date | None = None,
        known_until: date | None = None, mature_day: date | None = None,
    ) -> Tables:  # fmt: skip
        """The same tables with records from the first to the last day; whole until that one where no other is given."""
        dated = copy(self)
        dated.first_day, dated.last_day = first_day, last_day
        dated.whole_until = last_day if whole_until is None else whole_until
        dated.known_until = known_until
        dated.mature_day = mature_day
        return dated

    @property
    def last_whole_day(self) -> date | None:
        """The last day of which the records have all hours."""
        if self.last_day is None or self.whole_until is None:
            return self.last_day
        return min(self.last_day, self.whole_until)

    def __getitem__(self, name: str) -> ir.Table:
        if name in self._withheld:
            raise WithheldError(name)
        try:
            return self._tables[name]
        except KeyError:
            raise CubeMissingError(name) from None

    def breakdowns(self, name: str) -> frozenset[str]:
        """By which columns the cells of that table are broken down, as `breakdown_of` calls it; none without it."""
        return self._breakdowns.get(name, frozenset())

    def columns_of(self, name: str) -> tuple[str, ...]:
        """The columns of any table, of a cube of people too."""
        return tuple((self.people | self._tables)[name].columns)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


@cache
def _type_named(name: str) -> Any:
    """The type of that name in DuckDB: hundreds of columns have a dozen, and each is parsed as a statement is."""
    return DuckDBType.from_string(name)


def _dtype(told: Any) -> Any:
    return _type_named(told) if isinstance(told, str) else told
