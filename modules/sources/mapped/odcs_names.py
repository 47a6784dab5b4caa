"""Another team's contract (ODCS) or data package beside its file: which file it describes, and what its columns are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from data.files.file_reading import FileRead
from data.files.text_encoding import FileNotReadError
from modules.sources.mapped.fiscal_package import is_package, meanings, packaged_file

_CONTRACTS = (".yaml", ".yml")


def _contract(path: Path) -> dict[str, Any]:
    try:
        node = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FileNotReadError(f"{path.name} is not YAML: {error}") from None
    if not isinstance(node, dict) or not isinstance(node.get("schema"), list):
        raise FileNotReadError(f"{path.name} is no data contract (ODCS v3): it has no schema")
    return node


def _names(node: dict[str, Any]) -> Iterator[str]:
    """Names of files that a contract may mean, by its servers and its tables."""
    for server in node.get("servers") or ():
        if place := server.get("path") or server.get("location"):
            yield Path(str(place)).name
    for table in node["schema"]:
        for name in (table.get("physicalName"), table.get("name")):
            if name:
                yield from (str(name), *(f"{name}{suffix}" for suffix in (".parquet", ".csv", ".xlsx", ".json")))


def described_file(path: Path) -> Path:
    """The file to read: of a contract the first file beside it that it names, of anything else itself.

    Raises FileNotReadError where a contract's file is not there.
    """
    if is_package(path) and path.is_file():
        return packaged_file(path)
    if path.suffix.lower() not in _CONTRACTS or not path.is_file():
        return path
    names = list(dict.fromkeys(Path(name).name for name in _names(_contract(path))))
    for name in names:
        if (path.parent / name).is_file():
            return path.parent / name
    raise FileNotReadError(f"{path.name} describes {', '.join(names[:6]) or 'no table'}, which is not beside it")


def with_described_names(read: FileRead, path: Path) -> FileRead:
    """The file with what its contract or package says of its columns; itself where it has none."""
    if is_package(path):
        return replace(read, meanings=meanings(path))
    if path.suffix.lower() not in _CONTRACTS:
        return read
    node = _contract(path)
    described = [each for table in node["schema"] for each in table.get("properties") or () if "name" in each]
    columns = [each["name"] for each in described]
    labels = {each["name"]: str(each["businessName"]) for each in described if each.get("businessName")}
    lacking = [name for name in columns if name not in read.columns]
    told = f"its contract {node.get('id', path.stem)} {node.get('version', '')} describes {len(columns)} columns"
    missing = f", of which the file lacks {', '.join(lacking)}" if lacking else ""
    return replace(read, assumed=(*read.assumed, told + missing), labels=labels)
