"""Records in JSON and XML as a table of texts: lists, Socrata's rows.json, CKAN's datastore, Open311."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.files.text_encoding import FileNotReadError
from data.files.xml_root import xml_root

#: Keys under which the usual interfaces put their list of records.
_LISTS = ("records", "result", "results", "data", "items", "features", "service_requests", "requests", "rows", "value")


def _flat(record: Mapping[str, Any], before: str = "") -> dict[str, str | None]:
    """One level of names with dots; lists stay JSON."""
    cells: dict[str, str | None] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            if value.get("type") == "Point" and isinstance(value.get("coordinates"), list):
                long, lat = value["coordinates"][:2]
                cells |= {f"{before}{name}.latitude": str(lat), f"{before}{name}.longitude": str(long)}
            else:
                cells |= _flat(value, f"{before}{name}.")
        elif value is None or value == "":
            cells[before + name] = None
        elif isinstance(value, str):
            cells[before + name] = value.strip() or None
        else:
            cells[before + name] = json.dumps(value, ensure_ascii=False)
    return cells


def table_of(records: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Texts of all records, with every name that any of them has."""
    flat = [_flat(record) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    return pa.table({name: pa.array([record.get(name) for record in flat], pa.string()) for name in names})


def _socrata(document: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of Socrata's `rows.json`, whose columns are described under `meta`; hidden columns left out."""
    try:
        columns = document["meta"]["view"]["columns"]
        rows = document["data"]
    except (KeyError, TypeError):
        return None
    shown = [
        (at, each["name"]) for at, each in enumerate(columns) if not str(each.get("fieldName", "")).startswith(":")
    ]
    return [{name: row[at] for at, name in shown} for row in rows]


def _records_in(document: Any, depth: int = 0) -> list[dict[str, Any]] | None:
    if isinstance(document, list):
        return document if document and all(isinstance(each, dict) for each in document) else None
    if not isinstance(document, Mapping) or depth > 3:
        return None
    if (rows := _socrata(document)) is not None:
        return rows
    for name in _LISTS:
        if name in document and (found := _records_in(document[name], depth + 1)) is not None:
            return found
    # Under a name that nobody knows: the longest list that is there.
    lists = [each for value in document.values() if (each := _records_in(value, depth + 1)) is not None]
    return max(lists, key=len, default=None)


def read_json(path: Path) -> pa.Table:
    """The records of a JSON file, or of one with a record a line. Raises FileNotReadError with a sentence."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise FileNotReadError(f"{path.name} is not UTF-8, which JSON has to be") from None
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        try:
            document = [json.loads(line) for line in text.splitlines() if line.strip()]
        except json.JSONDecodeError:
            raise FileNotReadError(f"{path.name} is not JSON: {error}") from None
    records = _records_in(document)
    if records is None:
        raise FileNotReadError(f"{path.name} holds no list of records")
    return table_of(records)


def read_xml(path: Path) -> pa.Table:
    """The children of the root, a record each. Raises FileNotReadError with a sentence."""
    try:
        root = xml_root(path)
    except ValueError as error:
        raise FileNotReadError(str(error)) from None
    while len(root) == 1 and len(root[0]) and len(root[0][0]):
        root = root[0]
    records = [{field.tag.rpartition("}")[2]: (field.text or "").strip() for field in record} for record in root]
    if not any(records):
        raise FileNotReadError(f"{path.name} holds no list of records")
    return table_of(records)
