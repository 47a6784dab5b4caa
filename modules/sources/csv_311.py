"""Reads any city's 311 export in CSV by a mapping in TOML, so that a new city needs a file and no code.

`docs/publish-an-output.md` shows a mapping. DuckDB reads the file as text, so an export may be larger than memory.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data.files.name_ids import create_name_id
from data.sql_text import literal, quoted
from modules.sources.requests_read import RequestsRead

MAPPING = "csv_311.toml"
#: Columns of the result that a mapping may fill, and those that it must.
TEXTS = ("service_request_id", "service_id", "service_name", "department", "area_id", "nature")
MOMENTS = ("requested_datetime", "closed_datetime")
NUMBERS = ("lat", "long", "rating")
TRANSLATED = ("status", "outcome", "channel", "duplicate")
NEEDED = ("service_request_id", "service_id", "requested_datetime")
_MEANINGS = {
    "status": ("open", "closed"),
    "outcome": ("completed", "abandoned", "rejected", "pending", "unknown"),
    "channel": ("app", "web", "window", "hotline", "kiosk", "unknown"),
    "duplicate": ("true", "false"),
}


def holds(raw: Path) -> bool:
    """Whether that raw folder has a mapping for an export."""
    return (raw / MAPPING).is_file()


class MappingError(ValueError):
    """A mapping that cannot be used; the message is a sentence for who wrote it."""


@dataclass(frozen=True)
class CsvMapping:
    """`files` is a pattern below the raw folder; `columns` and `words` go from the contract's words to the export's.

    `words[column]` translates the export's values; a value that it does not name is unknown (and a status open).
    """

    files: str
    datetime_format: str
    columns: Mapping[str, str]
    delimiter: str = ","
    area_prefix: str = ""
    publisher: str = ""
    licence: str = "not stated"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def _checked(mapping: CsvMapping) -> CsvMapping:
    allowed = {*TEXTS, *MOMENTS, *NUMBERS, *TRANSLATED}
    if unknown := sorted(mapping.columns.keys() - allowed):
        raise MappingError(f"[columns] names {', '.join(unknown)}; it may name {', '.join(sorted(allowed))}")
    if missing := [name for name in NEEDED if name not in mapping.columns]:
        raise MappingError(f"[columns] must say which column is {', '.join(missing)}")
    if ".." in Path(mapping.files).parts or Path(mapping.files).is_absolute():
        raise MappingError("files must be a pattern below the folder of the mapping")
    for column, words in mapping.words.items():
        if wrong := sorted(set(words.values()) - set(_MEANINGS.get(column, ()))):
            raise MappingError(f"[words.{column}] gives {', '.join(wrong)}, which is not a {column}")
    return mapping


def read_mapping(path: Path) -> CsvMapping:
    """The mapping in that file. Raises MappingError with a sentence where it is not one."""
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        return _checked(CsvMapping(**told))
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{path.name} is not TOML: {error}") from None
    except TypeError as error:
        raise MappingError(f"{path.name}: {error}") from None


def _translated(mapping: CsvMapping, column: str, otherwise: str) -> str:
    """SQL for the contract's word of a column's value."""
    if column not in mapping.columns:
        return otherwise
    words = mapping.words.get(column, {})
    cases = "".join(f" WHEN {literal(told)} THEN {literal(word)}" for told, word in words.items())
    return f"CASE trim({quoted(mapping.columns[column])}){cases} ELSE {otherwise} END" if cases else otherwise


def _moment(text: str, datetime_format: str, timezone: str) -> str:
    """SQL of a text in that format as the city's clock showed it: an offset or a zone in it is converted."""
    moment = f"try_strptime({text}, {literal(datetime_format)})"
    zoned = "%z" in datetime_format or "%Z" in datetime_format
    return f"timezone({literal(timezone)}, {moment})" if zoned else moment


def _expressions(mapping: CsvMapping, timezone: str) -> dict[str, str]:
    """SQL for each column that is read from the text columns of the export."""
    told: dict[str, str] = {name: f"nullif(trim({quoted(column)}), '')" for name, column in mapping.columns.items()}
    for name in MOMENTS:
        if name in told:
            told[name] = _moment(told[name], mapping.datetime_format, timezone)
    for name in NUMBERS:
        if name in told:
            told[name] = f"try_cast({told[name]} AS DOUBLE)"
    if "area_id" in told:
        told["area_id"] = f"{literal(mapping.area_prefix)} || {told['area_id']}"
    absent = dict.fromkeys(TEXTS, "NULL::VARCHAR") | dict.fromkeys(MOMENTS, "NULL::TIMESTAMP")
    absent |= dict.fromkeys(NUMBERS, "NULL::DOUBLE")
    told = absent | told
    closed = _translated(mapping, "status", "'open'") if "status" in mapping.columns else (
        f"CASE WHEN {told['closed_datetime']} IS NULL THEN 'open' ELSE 'closed' END"
    )  # fmt: skip
    return told | {
        "status": closed,
        "outcome": _translated(mapping, "outcome", "'unknown'"),
        "channel": _translated(mapping, "channel", "'unknown'"),
        "duplicate": f"({_translated(mapping, 'duplicate', literal('false'))}) = 'true'",
    }


_TIDY = """
CREATE TEMP TABLE tidy AS
SELECT service_request_id, service_id, status,
       CASE WHEN status = 'open' THEN 'pending' WHEN outcome = 'pending' THEN 'unknown' ELSE outcome END
           AS outcome,
       channel, name_id(department) AS department_id, requested_datetime,
       CASE WHEN status = 'closed' THEN closed_datetime END AS closed_datetime,
       CASE WHEN rating BETWEEN 1 AND 5 THEN CAST(rating AS BIGINT) END AS rating, duplicate, nature, area_id,
       CASE WHEN abs(lat) <= 90 AND NOT (lat = 0 AND long = 0) THEN lat END AS lat,
       CASE WHEN abs(long) <= 180 AND NOT (lat = 0 AND long = 0) THEN long END AS long
FROM mapped
WHERE service_request_id IS NOT NULL AND service_id IS NOT NULL AND requested_datetime IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY service_request_id ORDER BY closed_datetime DESC NULLS LAST, row) = 1
"""
#: A service has the department of most of its requests; a request has its own.
_SERVICES = """
SELECT service_id, coalesce(mode(service_name), service_id) AS name_en,
       coalesce(mode(department), 'Not stated') AS department_en,
       name_id(coalesce(mode(department), 'Not stated')) AS department_id, NULL::VARCHAR AS life_area
FROM mapped WHERE service_id IS NOT NULL GROUP BY service_id ORDER BY service_id
"""
_DEPARTMENTS = """
SELECT name_id(department) AS department_id, mode(department) AS name_en
FROM mapped WHERE department IS NOT NULL GROUP BY ALL ORDER BY department_id
"""


def _load(connection: duckdb.DuckDBPyConnection, raw: Path, mapping: CsvMapping, timezone: str) -> None:
    """`mapped`: the export's rows with our columns. Raises MappingError where a column is not there."""
    files = sorted(str(path) for path in raw.glob(mapping.files))
    if not files:
        raise FileNotFoundError(mapping.files)
    source = "read_csv($files, all_varchar = true, header = true, delim = $delimiter, union_by_name = true)"
    given = {"files": files, "delimiter": mapping.delimiter}
    present = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}", given).fetchall()}
    if missing := sorted(set(mapping.columns.values()) - present):
        raise MappingError(f"the export has no column {', '.join(missing)}; it has {', '.join(sorted(present))}")
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _expressions(mapping, timezone).items())
    connection.execute(
        f"CREATE TEMP TABLE mapped AS SELECT {columns}, row_number() OVER () AS row FROM {source}", given
    )


def read_csv_311(raw: Path, timezone: str) -> RequestsRead:
    """The requests of the export that the raw folder's `csv_311.toml` describes, their moments on the city's clock.

    Set aside are rows without a number, a service or a moment that can be read, and copies of a request, of which the
    last to be closed is kept. One closed before it was made stays as it is: publishing sets it aside.
    Raises MappingError for a mapping and duckdb.Error for a file that cannot be read.
    """
    mapping = read_mapping(raw / MAPPING)
    with duckdb.connect() as connection:
        create_name_id(connection)
        _load(connection, raw, mapping, timezone)
        connection.execute(_TIDY)
        ((rows, unnamed, undated),) = connection.execute(
            "SELECT count(*), count(*) FILTER (service_request_id IS NULL OR service_id IS NULL), count(*) FILTER "
            "(service_request_id IS NOT NULL AND service_id IS NOT NULL AND requested_datetime IS NULL) FROM mapped"
        ).fetchall()
        requests: pa.Table = connection.sql("SELECT * FROM tidy ORDER BY requested_datetime").to_arrow_table()
        services, departments = connection.execute(_SERVICES).df(), connection.execute(_DEPARTMENTS).df()
    copies = rows - unnamed - undated - requests.num_rows
    aside = {"without a number or service": unnamed, "without a moment": undated, "copies of a request": copies}
    return RequestsRead(services, requests, rows, aside, departments)
