"""Riverton: a small city with records written by hand, brought to a dashboard the way every city is.

It is a square of 0.2 degrees with four districts, each of two blocks. Its rows stand in
`riverton/<domain>/<table>.csv`, few enough that what a page shows can be read off them: 13 requests (1 a duplicate,
1 outside the city), 7 inspections of 4 premises, 5 alerts, a budget of 8 and then 10 million.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.drops.manifest import SourceEntry, write_drop
from data.publishing.record_keys import SECRET_BYTES

CITY = "riverton"
RECORDS = Path(__file__).parent / CITY
DOMAINS = ("services", "food_safety", "fiscal", "economy")
DATA_AS_OF = date(2025, 6, 30)
#: A premises' name in food_safety/premises.csv: a page must show it as text.
HOSTILE_NAME = "<script>window.hacked = true</script> Diner"

#: area_id, name, residents, south, west of each district; all are 0.1 degrees high and wide.
DISTRICTS = (
    ("NW", "Northwest", 1000, 40.1, 10.0),
    ("NE", "Northeast", 2000, 40.1, 10.1),
    ("SW", "Southwest", 3000, 40.0, 10.0),
    ("SE", "Southeast", 4000, 40.0, 10.1),
)


def _feature(area_id: str, parent: str, name: str, residents: int, south: float, west: float, wide: float) -> Any:
    north, east = round(south + 0.1, 6), round(west + wide, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    properties = {
        "area_id": area_id,
        "parent_id": parent,
        "name_en": name,
        "population": residents,
        "area_km2": 940 * wide,
        "centre": [(south + north) / 2, (west + east) / 2],
    }
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def write_features(path: Path, features: list[Any]) -> None:
    """Write a file of areas."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def write_secret(root: Path, city: str = CITY) -> None:
    """The same secret of record keys in every run: what perturbed counts come to is not left to luck."""
    (root / "secrets").mkdir(mode=0o700, parents=True, exist_ok=True)
    (root / "secrets" / f"{city}.key").write_bytes(city.encode().ljust(SECRET_BYTES, b"."))


def write_city(cities_dir: Path) -> Path:
    """Write the pack of Riverton; its folder comes back."""
    folder = cities_dir / CITY
    (folder / "areas").mkdir(parents=True)
    shutil.copy(RECORDS / "city.toml", folder)
    districts, blocks = [], []
    for area_id, name, residents, south, west in DISTRICTS:
        districts.append(_feature(area_id, CITY, name, residents, south, west, 0.1))
        for half, start in (("West", west), ("East", round(west + 0.05, 6))):
            label = f"{name} {half}"
            blocks.append(_feature(f"{area_id}-{half[0]}", area_id, label, residents // 2, south, start, 0.05))
    write_features(folder / "areas" / "district.geojson", districts)
    write_features(folder / "areas" / "block.geojson", blocks)
    return folder


def read_records(domain: str) -> dict[str, pa.Table]:
    """The tables of one domain as texts, an empty cell as a missing value; `write_drop` gives them their types."""
    tables = {}
    for file in sorted((RECORDS / domain).glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
        columns = {name: [row[index] or None for row in rows] for index, name in enumerate(header)}
        tables[file.stem] = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return tables


def write_records(
    outputs_dir: Path, domain: str, tables: Mapping[str, pa.Table] | None = None, data_as_of: date = DATA_AS_OF,
    follows: str | None = None, city: str = CITY, cadence: str = "archive",
) -> Path:  # fmt: skip
    """Drop a city's records of one domain, these tables or Riverton's, as a module would; the drop comes back."""
    return write_drop(
        outputs_dir,
        city,
        domain,
        tables or read_records(domain),
        module=f"tests.{domain}",
        module_version="1",
        data_as_of=data_as_of,
        cadence=cadence,
        sources=[SourceEntry(publisher="Riverton's tests", licence="CC0-1.0")],
        simulated=False,
        follows=follows,
    )
