"""What a query gives back, on its way from DuckDB to a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: one snapshot, and how old its data is against what its manifest promised.

    `freshness` is fresh, late, stale or archive. `data_as_of` and `published_at` are ISO texts.
    """

    city: str
    domain: str
    snapshot_id: str
    data_as_of: str
    published_at: str
    cadence: str
    freshness: str
    simulated: bool
    publishers: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Columns of equal length in the query's order; dates and times are ISO texts, missing values None."""

    columns: Columns
    source: Source

    @property
    def rows(self) -> int:
        """Number of rows; 0 when nothing matched."""
        return len(next(iter(self.columns.values()), []))

    def records(self) -> list[dict[str, Any]]:
        """The same as one dict a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]


class DataMissingError(LookupError):
    """No snapshot of that city and domain can answer (none was published, or none by the day asked for)."""

    def __init__(self, city: str, domain: str, as_of: str | None = None) -> None:
        super().__init__(f"no snapshot of {city}/{domain}" + (f" as of {as_of}" if as_of else ""))
        self.city, self.domain, self.as_of = city, domain, as_of


class NotInScopeError(LookupError):
    """A selection names a dimension that this query's cube does not have."""

    def __init__(self, dimension: str) -> None:
        super().__init__(dimension)
        self.dimension = dimension
