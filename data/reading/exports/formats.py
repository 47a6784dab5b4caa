"""The formats of records: an entry each, with the function that writes a whole answer in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.reading.answer import Answer
from data.reading.exports.about import About
from data.reading.exports.csv_file import to_csv
from data.reading.exports.json_file import to_json


@dataclass(frozen=True)
class RecordFormat:
    """How an answer is written, and as what it is sent."""

    write: Callable[[Answer, About], bytes]
    media_type: str


def _workbook(answer: Answer, about: About) -> bytes:
    from data.reading.exports.workbook import to_workbook

    return to_workbook(answer, about)


def _parquet(answer: Answer, about: About) -> bytes:
    # Imported here: a server that nobody asks for one is smaller by its library, a tenth of all its memory.
    from data.reading.exports.parquet import to_parquet

    return to_parquet(answer, about)


FORMATS: Mapping[str, RecordFormat] = {
    "csv": RecordFormat(to_csv, "text/csv"),
    "json": RecordFormat(to_json, "application/json"),
    "xlsx": RecordFormat(_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": RecordFormat(_parquet, "application/vnd.apache.parquet"),
}
