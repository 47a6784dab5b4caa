"""Parquet: typed columns that say what they mean, and what the file is about in its metadata."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from data.reading.answer import Answer
from data.reading.exports.about import ISO_DAY, About, described
from data.reading.schema import Column

#: Key of the metadata of the file, and of each of its columns.
KEY = b"citydeck"


def to_parquet(answer: Answer, about: About) -> bytes:
    """Parquet of the whole answer; numbers, days and texts have their types, and a missing value is null."""
    arrays = [_array(answer.values(column), column) for column in answer.schema]
    fields = [
        pa.field(column.name, array.type, metadata={KEY: orjson.dumps(_said(column, about))})
        for column, array in zip(answer.schema, arrays, strict=True)
    ]
    source = answer.source
    told = {
        "title": about.title,
        "language": about.language,
        "snapshot": f"{source.city}/{source.domain}/{source.snapshot_id}",
        "data_as_of": source.data_as_of,
        "simulated": source.simulated,
        "view": dict(about.view),
        "about": dict(about.lines()),
    }
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata={KEY: orjson.dumps(told)}))
    body = io.BytesIO()
    pq.write_table(table, body, compression="zstd")
    return body.getvalue()


def _said(column: Column, about: About) -> dict[str, Any]:
    return described(column) | {"title": about.columns.get(column.name, column.name)}


def _array(values: list[Any], column: Column) -> pa.Array:
    """The values under the narrowest of the types that hold them all: whole numbers, numbers, truths, days, texts."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, bool) for value in known):
        return pa.array(values, pa.bool_())
    if known and all(isinstance(value, int) and not isinstance(value, bool) for value in known):
        return pa.array(values, pa.int64())
    if known and all(isinstance(value, int | float) for value in known):
        return pa.array(values, pa.float64())
    if not known:
        return pa.array(values, pa.float64() if column.is_number else pa.string())
    if all(isinstance(value, str) and ISO_DAY.fullmatch(value) for value in known):
        return pa.array([value and date.fromisoformat(value) for value in values], pa.date32())
    return pa.array([None if value is None else str(value) for value in values], pa.string())
