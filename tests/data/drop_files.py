"""Drops written by hand, as a module that does not use `write_drop` would leave them: also broken ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.drops.contract import load_contract
from data.drops.manifest import sha256_of

SERVICES = (
    "service_id,name_en,name_local,department_id,department_en,department_local,life_area,deadline_days,cost_lcu\n"
    "pothole,Pothole repair,,roads,Roads,,traffic,7,50\n"
)
REQUESTS = (
    "service_request_id,service_id,status,outcome,channel,assisted_digital,requested_datetime,closed_datetime,rating,"
    "duplicate,nature,area_id,lat,long\n"
)
#: A request without a fault; tests change one cell of it.
REQUEST = {
    "service_request_id": "r1", "service_id": "pothole", "status": "closed", "outcome": "completed", "channel": "app",
    "assisted_digital": "", "requested_datetime": "2025-01-01 08:00:00", "closed_datetime": "2025-01-02 08:00:00",
    "rating": "5", "duplicate": "false", "nature": "large", "area_id": "", "lat": "40.15", "long": "10.02",
}  # fmt: skip


def request(**cells: str) -> str:
    """A line of requests.csv, right but for these cells."""
    return ",".join((REQUEST | cells).values()) + "\n"


def write_csv_drop(folder: Path, files: Mapping[str, str | bytes], domain: str = "services") -> Path:
    """A drop of CSV files by table, with a manifest whose hashes fit."""
    folder.mkdir(parents=True)
    for table, text in files.items():
        content = text.encode() if isinstance(text, str) else text
        (folder / f"{table}.csv").write_bytes(content)
    return write_manifest(folder, domain)


def write_manifest(folder: Path, domain: str, **changes: Any) -> Path:
    """A manifest for the files that lie in the folder; lines of a CSV file count as rows."""
    contract = load_contract(domain)
    files = [
        {"path": path.name, "table": path.name.partition(".")[0], "rows": path.read_bytes().count(b"\n") - 1,
         "sha256": sha256_of(path)}
        for path in sorted(folder.glob("*.csv"))
    ]  # fmt: skip
    told = {
        "contract": contract.id, "contract_version": contract.version, "module": "tests", "module_version": "1",
        "generated_at": "2025-07-01T00:00:00Z", "data_as_of": "2025-06-30", "cadence": "archive",
        "sources": [{"publisher": "Riverton", "licence": "CC0-1.0"}], "simulated": False, "files": files,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(told | changes), "utf-8")
    return folder
