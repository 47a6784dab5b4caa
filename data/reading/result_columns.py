"""What DuckDB answers, as columns of values that JSON knows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from data.reading.answer import Columns

#: Types whose values JSON knows as they are: a ranking has thousands of them.
JSON_TYPES = frozenset({"VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT"})


def _json_value(value: Any) -> Any:
    """A value as JSON knows it: dates and times as ISO text, what is not a number as None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _json_value(float(value))
    if isinstance(value, list | tuple):
        return [_json_value(item) for item in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _iso_texts(values: Sequence[date | None]) -> list[str | None]:
    return [None if value is None else value.isoformat() for value in values]


def _finite(values: Sequence[float | None]) -> list[float | None]:
    """The numbers, with None for what is none."""
    # Their sum is no number where one of them is none: of thousands it is told in a fiftieth of the time.
    if math.isfinite(sum(filter(None, values))):
        return list(values)
    return [value if value is not None and math.isfinite(value) else None for value in values]


#: How the values of a type become what JSON knows; of any other, one by one.
BY_TYPE: dict[str, Callable[[Sequence[Any]], list[Any]]] = {
    **dict.fromkeys(JSON_TYPES, list),
    **dict.fromkeys(("FLOAT", "DOUBLE"), _finite),
    **dict.fromkeys(("DATE", "TIMESTAMP"), _iso_texts),
}


def _one_by_one(values: Sequence[Any]) -> list[Any]:
    return [_json_value(value) for value in values]


def to_columns(result: duckdb.DuckDBPyConnection) -> Columns:
    """The result of a statement as columns; an empty result keeps its columns."""
    described = result.description or []
    rows = result.fetchall()
    if not rows:
        return {name: [] for name, *_ in described}
    return {
        name: BY_TYPE.get(str(kind), _one_by_one)(values)
        for (name, kind, *_), values in zip(described, zip(*rows, strict=True), strict=True)
    }
