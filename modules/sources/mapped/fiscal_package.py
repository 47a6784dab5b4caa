"""What a Fiscal Data Package says of its file: which file it is, and what its columns mean.

Both forms are read: the model of FDP 1.0-rc (`model.measures` and `model.dimensions`) and the column types of FDP 1.0
(`columnType` of a resource's fields). https://specs.frictionlessdata.io/fiscal-data-package/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.files.text_encoding import FileNotReadError

PACKAGE = "datapackage.json"
#: Column types of FDP 1.0 and kinds of dimensions of FDP 1.0-rc, first match counts -> our column of a name, of an id.
_MEANINGS = (
    (r"value|measure", ("amount_lcu", "amount_lcu")),
    (r"date:fiscal.?year|fiscal.?year", ("fiscal_year", "fiscal_year")),
    (r"date\b|datetime", ("paid_on", "paid_on")),
    (r"phase", ("phase", "phase")),
    (r"administrative", ("department", "department_id")),
    (r"functional", ("function", "function")),
    (r"economic", ("account", "account")),
    (r"activity|programme|program\b", ("programme", "programme")),
    (r"supplier|recipient|beneficiary|payee", ("payee", "payee_id")),
    (r"transaction|invoice|document", ("document_number", "document_number")),
    (r"fund", ("fund", "fund")),
)
_IS_CODE = re.compile(r"(?:^|[:_\s-])(?:code|id|key)$")


def is_package(path: Path) -> bool:
    """Whether a file is the descriptor of a data package, by its name."""
    return path.name == PACKAGE


def _package(path: Path) -> dict[str, Any]:
    try:
        node = json.loads(path.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise FileNotReadError(f"{path.name} is not JSON: {error}") from None
    if not isinstance(node, dict) or not isinstance(node.get("resources"), list) or not node["resources"]:
        raise FileNotReadError(f"{path.name} is no data package: it has no resources")
    return node


def packaged_file(path: Path) -> Path:
    """The file of a package's first resource, which lies in its folder.

    Raises FileNotReadError where it is not there: an address, or a path that leaves the folder, is none.
    """
    named = _package(path)["resources"][0].get("path")
    name = str(named[0] if isinstance(named, list) and named else named)
    file = (path.parent / name).resolve()
    if not file.is_relative_to(path.parent.resolve()) or not file.is_file():
        raise FileNotReadError(f"{path.name} describes {name}, which is not in its folder")
    return file


def meanings(path: Path) -> dict[str, str]:
    """Column of the file -> our column, as the package tells; columns of which it tells nothing that we know have none.

    Of several columns for one of ours the first counts: the coarsest level of a classification comes first.
    """
    told: dict[str, str] = {}
    for column, kind in _kinds(_package(path)):
        words = kind.lower()
        ours = next((pair for pattern, pair in _MEANINGS if re.search(pattern, words)), None)
        if ours is not None and (meant := ours[bool(_IS_CODE.search(words))]) not in told.values():
            told.setdefault(column, meant)
    return told


def _kinds(package: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(column, what it is) by the types of columns, then by the model."""
    for each in package["resources"][0].get("schema", {}).get("fields", ()):
        if "columnType" in each:
            yield str(each["name"]), str(each["columnType"])
    model = package.get("model", {})
    for measure in model.get("measures", {}).values():
        yield str(measure.get("source")), "measure"
    for dimension in model.get("dimensions", {}).values():
        kind = f"{dimension.get('classificationType', '')} {dimension.get('dimensionType', '')}"
        for name, attribute in dimension.get("attributes", {}).items():
            part = "fiscal year" if "datetime" in kind and "year" in name.lower() else kind
            yield str(attribute.get("source")), f"{part} {name}"
