"""The packages of a file of pins, and what their own metadata say of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).parent
#: A pin, where it is needed, and its hashes on the lines that follow.
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
#: Of a licence that is only told by a classifier, the last part.
CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Package:
    """One pinned package. `needed` is false where its marker says that this machine goes without."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed: bool

    @property
    def address(self) -> str:
        """Its package URL (purl)."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read_pins(file: Path) -> list[Package]:
    """The packages of a file that `make pins` made, in its order. ValueError for a line that is no pin."""
    packages = []
    for block in re.split(r"\n(?=\S)", file.read_text("utf-8").strip()):
        first, *rest = block.split("\n")
        pin = PIN.match(first)
        if pin is None:
            raise ValueError(f"{file.name}: {first!r} is no pin")
        needed = pin["marker"] is None or Marker(pin["marker"]).evaluate()
        hashes = tuple(HASH.findall("\n".join(rest)))
        packages.append(Package(canonicalize_name(pin["name"]), pin["version"], hashes, needed))
    return packages


def licence_of(package: Package) -> str:
    """What the installed package says of its licence: an SPDX expression where it has one, else its own short words.

    Raises PackageNotFoundError where that version is not installed.
    """
    found = distribution(package.name)
    if found.version != package.version:
        raise PackageNotFoundError(f"{package.name}=={package.version}")
    told = found.metadata
    if "License-Expression" in told:
        return told["License-Expression"]
    classifiers = [line.removeprefix(CLASSIFIER) for line in told.get_all("Classifier", []) if CLASSIFIER in line]
    words = told["License"].strip().partition("\n")[0] if "License" in told else ""
    return " OR ".join(sorted(classifiers)) or words[:80]
