"""The cubes of one snapshot as Ibis tables that need no connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import DuckDBType


class Tables(Mapping[str, ir.Table]):
    """Unbound tables by name. `first_day` and `last_day` are those of the records, None where there are none."""

    def __init__(
        self, columns: Mapping[str, Mapping[str, Any]], first_day: date | None = None, last_day: date | None = None
    ) -> None:
        """`columns`: for each table its columns with their DuckDB (or Ibis) types."""
        self.first_day = first_day
        self.last_day = last_day
        self._tables = {
            name: ibis.table({column: _dtype(told) for column, told in of.items()}, name=name)
            for name, of in columns.items()
        }

    def __getitem__(self, name: str) -> ir.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _dtype(told: Any) -> Any:
    return DuckDBType.from_string(told) if isinstance(told, str) else told
