"""What docs/publish-an-output.md shows another team keeps the contract, letter by letter."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from data.city.pack import load_city
from data.drops.check import check
from modules.sources.csv_311 import read_mapping
from tests.city_with_records import CITY, write_city

DOCUMENT = Path(__file__).parents[3] / "docs" / "publish-an-output.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


def test_the_example_keeps_the_contract(tmp_path: Path) -> None:
    write_city(tmp_path / "cities")
    drop = tmp_path / "20250603T020000Z-a1b2"
    drop.mkdir()
    manifest = json.loads(blocks("json")[0])
    for entry, content in zip(manifest["files"], blocks("csv"), strict=True):
        # The example lies in Chicago; Riverton is where the tests' city is.
        content = re.sub(r"41\.8\d,-87\.6\d", "40.05,10.05", content)
        (drop / entry["path"]).write_text(content, "utf-8")
        entry["sha256"] = hashlib.sha256(content.encode()).hexdigest()
    (drop / "manifest.json").write_text(json.dumps(manifest), "utf-8")

    report = check(drop, load_city(CITY, tmp_path / "cities"), "services")

    assert report.accepted, report.as_text()
    assert report.rows == {"services": 1, "requests": 2}


def test_the_mapping_is_one(tmp_path: Path) -> None:
    (tmp_path / "csv_311.toml").write_text(blocks("toml")[0], "utf-8")

    mapping = read_mapping(tmp_path / "csv_311.toml")

    assert mapping.columns["service_id"] == "SR_SHORT_CODE"
    assert mapping.words["channel"]["Phone Call"] == "hotline"
