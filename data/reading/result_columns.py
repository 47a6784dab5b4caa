"""What DuckDB answers, as columns of values that JSON knows."""

from __future__ import annotations

import math
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


def to_columns(result: duckdb.DuckDBPyConnection) -> Columns:
    """The result of a statement as columns; an empty result keeps its columns."""
    described = result.description or []
    rows = result.fetchall()
    if not rows:
        return {name: [] for name, *_ in described}
    return {
        name: list(values if str(kind) in JSON_TYPES else map(_json_value, values))
        for (name, kind, *_), values in zip(described, zip(*rows, strict=True), strict=True)
    }
