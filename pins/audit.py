"""What is known against the pinned packages: licences that nobody agreed to, and faults of a list that lies here.

Nothing is asked over a network. The list of faults is the one that OSV publishes for PyPI (`all.zip`, one JSON file a
fault, https://ossf.github.io/osv-schema/): whoever has it passes its path.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from pins.packages import Package, licence_of

#: Licences under which a package may be part of an installation, as packages write them.
#: MPL binds changes of its own files alone.
AGREED = frozenset(
    {
        "MIT", "MIT License", "Apache-2.0", "Apache Software License", "BSD License", "BSD-2-Clause", "BSD-3-Clause",
        "3-Clause BSD License", "0BSD", "PSF-2.0", "Python Software Foundation License", "Zlib", "CC0-1.0", "CC-BY-4.0",
        "MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "ISC",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Something known against a package: a fault of the list, or a licence, in a sentence."""

    package: str
    told: str


def licence_findings(packages: list[Package]) -> Iterator[Finding]:
    """The packages whose licences are not among AGREED; of alternatives one is enough."""
    for package in packages:
        if not package.needed:
            continue
        try:
            told = licence_of(package)
        except PackageNotFoundError:
            yield Finding(package.name, f"{package.version} is not installed, so its licence is not known")
            continue
        if not is_agreed(told):
            yield Finding(package.name, f"its licence is {told or 'not told'}")


def is_agreed(expression: str) -> bool:
    """Whether an SPDX expression, or the words of a package, allow it. Parentheses hold alternatives only."""
    if expression in AGREED:
        return True
    parts = re.split(r"\s+AND\s+", expression)
    return all(
        any(each.strip() in AGREED for each in re.split(r"\s+OR\s+", part.strip().removeprefix("(").removesuffix(")")))
        for part in parts
    )


def fault_findings(packages: list[Package], faults: Path) -> Iterator[Finding]:
    """The faults of the list that the pinned versions have. Raises zipfile.BadZipFile or OSError for a broken list."""
    pinned = {package.name: package for package in packages if package.needed}
    with zipfile.ZipFile(faults) as archive:
        for name in archive.namelist():
            if not name.endswith(".json"):
                continue
            fault = json.loads(archive.read(name))
            for affected in [] if fault.get("withdrawn") else fault.get("affected", []):
                told = affected.get("package", {})
                package = pinned.get(canonicalize_name(told.get("name", "")))
                if told.get("ecosystem") == "PyPI" and package and _affects(affected, package.version):
                    yield Finding(package.name, f"{package.version} has {fault['id']}: {fault.get('summary', '')}")


def _affects(affected: Mapping[str, Any], version: str) -> bool:
    """Whether a version is among those listed, or within a range (OSV schema: introduced, fixed, last_affected)."""
    if version in affected.get("versions", []):
        return True
    ranges = (each["events"] for each in affected.get("ranges", []) if each.get("type") == "ECOSYSTEM")
    return any(_within(events, Version(version)) for events in ranges)


def _within(events: list[dict[str, str]], version: Version) -> bool:
    inside = False
    for kind, at in sorted(((kind, at) for event in events for kind, at in event.items()), key=lambda e: _order(e[1])):
        if kind == "introduced" and version >= _order(at):
            inside = True
        elif (kind == "fixed" and version >= _order(at)) or (kind == "last_affected" and version > _order(at)):
            inside = False
    return inside


def _order(text: str) -> Version:
    """A version of the list; one that is none is before all, which rather finds too much."""
    try:
        return Version(text)
    except InvalidVersion:
        return Version("0")
