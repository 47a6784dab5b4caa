"""The bill of materials (CycloneDX 1.6, JSON): every package that an installation runs, with version under MIT."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pins.packages import FOLDER, licence_of, read_pins

BILL = FOLDER / "bill-of-materials.cdx.json"
ROOT = FOLDER.parent
#: Scripts of others that pages ask for by an address with their version: package, the file that names it, under MIT.
SCRIPTS = (
    ("plotly.js-cartesian-dist-min", "assets/js/charts/plotly.js", r"plotly-cartesian\.min\.js\?version=([\d.]+)"),
)


def bill_of_materials(pins: Path = FOLDER / "requirements.txt") -> dict[str, Any]:
    """The bill, the same for the same pins: it names neither a moment nor a machine."""
    packages = [
        {
            "type": "library",
            "bom-ref": package.address,
            "name": package.name,
            "version": package.version,
            "purl": package.address,
            "licenses": [{"license": {"name": licence_of(package)}}],
        }
        for package in read_pins(pins)
        if package.needed
    ]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "citydeck", "name": "citydeck"}},
        "components": [*packages, *_scripts()],
    }


def _scripts() -> list[dict[str, Any]]:
    """The scripts of others that a page brings along. ValueError where the file no longer names a version."""
    found = []
    for name, file, pattern in SCRIPTS:
        version = re.search(pattern, (ROOT / file).read_text("utf-8"))
        if version is None:
            raise ValueError(f"{file} names no version of {name}")
        address = f"pkg:npm/{name}@{version[1]}"
        found.append(
            {
                "type": "library", "bom-ref": address, "name": name, "version": version[1], "purl": address,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        )  # fmt: skip
    return found


def write_bill(file: Path = BILL) -> None:
    """Write the bill of what is pinned."""
    file.write_text(json.dumps(bill_of_materials(), indent=1, ensure_ascii=False) + "\n", "utf-8")
