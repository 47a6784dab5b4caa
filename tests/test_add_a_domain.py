"""docs/add-a-domain.md, carried out to the letter in a copy of Citydeck: a fifth domain touches no list elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.city_with_records import CITY, write_city
from tests.serving import folders
from tests.source_tree import ROOT

DOCUMENT = ROOT / "docs" / "add-a-domain.md"
#: What an installation consists of; records, snapshots and caches are not part of it.
SHIPPED = ("api", "assets", "components", "data", "modules", "pages", "app.py", "settings.py")
RECORDS = """permit_id,permit_type,issued_on,fee_lcu,lat,long
a,new building,2025-01-02,100,40.15,10.05
b,new building,2025-01-28,50,40.15,10.05
c,demolition,2025-02-28,10,40.05,10.15
"""
ASKED = """
import json, sys
from app import create_app
from data.reading.dimensions import dimensions
client = create_app().server.test_client()
ask = lambda address: client.get(address)
export = lambda part, **view: json.loads(ask(f"/export/permits/{part}.json?city=riverton&lang=en" + "".join(
    f"&{key}={value}" for key, value in view.items())).data)["rows"]
print(json.dumps({
    "page": ask("/permits?city=riverton").status_code, "data": ask("/data?city=riverton").status_code,
    "dimension": "permit_type" in dimensions(),
    "months": export("by_month"), "kinds": export("by_type"), "new": export("by_month", permit_type="new building"),
    "tile": export("tile.permits"), "map": export("map.permits_per_1000"), "places": export("places.permits_per_1000"),
    "options": export("options.permit_type"), "csv": ask("/export/permits/by_type.csv?city=riverton").status_code,
}))
"""


def blocks() -> dict[str, str]:
    """The files that the page writes, by their paths, and its `words`."""
    found = re.findall(r"```\w+ (\S+)\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    return dict(found)


def add_words(text: str, words: str) -> str:
    """The words of a language with more of them, under the tables that are there or in new ones."""
    for table, lines in re.findall(r"\[([\w.]+)\]\n((?:\w.*\n)+)", words):
        head = f"[{table}]\n"
        text = text.replace(head, head + lines, 1) if head in text else f"{text}\n{head}{lines}"
    tomllib.loads(text)
    return text


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of Citydeck with the domain of the page, and Riverton in it."""
    root = tmp_path_factory.mktemp("extended")
    out = shutil.ignore_patterns("outputs", "snapshots", "raw", "walls", "__pycache__", "cities", "node_modules")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=out)
        else:
            shutil.copy(source, root / name)
    for name, content in blocks().items():
        if name == "words":
            for file in (root / "components").glob("text_*.toml"):
                file.write_text(add_words(file.read_text("utf-8"), content), "utf-8")
            continue
        path = root / name
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    write_city(root / "own" / "cities")
    (root / "own" / "raw" / CITY).mkdir(parents=True)
    (root / "own" / "raw" / CITY / "permits.csv").write_text(RECORDS, "utf-8")
    return root


def python(root: Path, *arguments: str) -> str:
    """What a Python in the copy prints, on its own folders."""
    environment = {**os.environ, **folders(root / "own"), "CITYDECK_DEFAULT_CITY": CITY, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def answers(extended: Path) -> dict[str, Any]:
    python(extended, "-m", "modules", "run", CITY, "permits")
    found: dict[str, Any] = json.loads(python(extended, "-c", ASKED).splitlines()[-1])
    return found


def test_the_page_and_the_data_page_answer(answers: dict[str, Any]) -> None:
    assert (answers["page"], answers["data"], answers["csv"]) == (200, 200, 200)


def test_its_numbers_are_asked_the_one_way(answers: dict[str, Any]) -> None:
    assert answers["months"] == [["2025-01-01", 2], ["2025-02-01", 1]]
    assert answers["kinds"] == [["new building", "new building", 2, 150.0], ["demolition", "demolition", 1, 10.0]]
    assert answers["options"] == answers["kinds"]
    assert answers["tile"][0][0] == 3


def test_its_dimension_narrows_the_view(answers: dict[str, Any]) -> None:
    assert answers["dimension"]
    assert answers["new"] == [["2025-01-01", 2]]


def test_its_map_has_its_areas_and_its_line(answers: dict[str, Any]) -> None:
    per_1000 = {row[0]: row[2] for row in answers["map"]}
    assert per_1000 == {"NW": 2.0, "NE": 0.0, "SW": 0.0, "SE": 0.25}
    assert answers["places"] == [[3, 0, 3]]


def test_the_command_line_knows_it(extended: Path, answers: dict[str, Any]) -> None:
    assert re.search(r"riverton\s+permits\s+\S+\s+3\s+2025-02-28", python(extended, "-m", "data", "status"))
