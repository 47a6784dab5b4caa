"""A Parquet file has typed columns and says what it is."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pyarrow.parquet as pq

from data.reading.exports.parquet import KEY, to_parquet
from tests.data.reading.exports.example import ABOUT, ANSWER


def test_columns_have_their_types_and_values() -> None:
    table = pq.read_table(io.BytesIO(to_parquet(ANSWER, ABOUT)))
    assert {field.name: str(field.type) for field in table.schema} == {
        "month": "date32[day]", "name": "string", "requests": "int64", "completion_rate_share": "double",
        "raised": "string",
    }  # fmt: skip
    assert table["month"].to_pylist() == [date(2025, 5, 1), date(2025, 6, 1), None]
    assert table["requests"].to_pylist() == [7, None, 2]
    assert table["name"].to_pylist() == ["=1+1", "http://example.org", "Café"]


def test_the_metadata_say_source_view_and_units() -> None:
    schema = pq.read_schema(io.BytesIO(to_parquet(ANSWER, ABOUT)))
    told = json.loads(schema.metadata[KEY])
    assert told["snapshot"] == "riverton/services/20250701T000000000000Z-ab12"
    assert (told["title"], told["simulated"], told["data_as_of"]) == ("Requests by month", True, "2025-06-30")
    assert told["view"] == {"city": "riverton", "since": "2025-05-01"}
    assert told["about"] == {"Period": "May – June 2025", "Source": "City of Riverton"}
    column = json.loads(schema.field("completion_rate_share").metadata[KEY])
    assert (column["role"], column["unit"]) == ("value", "share")
    assert json.loads(schema.field("requests").metadata[KEY])["title"] == "Requests"


def test_an_empty_answer_keeps_its_columns() -> None:
    table = pq.read_table(io.BytesIO(to_parquet(replace(ANSWER, columns={name: [] for name in ANSWER.columns}), ABOUT)))
    assert (table.num_rows, table.column_names) == (0, list(ANSWER.columns))
