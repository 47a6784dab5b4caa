"""What a query gives back, on its way from DuckDB to a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.published.source import Source

Columns = dict[str, list[Any]]


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


class NotInScopeError(LookupError):
    """A selection names a dimension that this query's cube does not have."""

    def __init__(self, dimension: str) -> None:
        super().__init__(dimension)
        self.dimension = dimension
