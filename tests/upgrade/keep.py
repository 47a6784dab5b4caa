"""`python -m tests.upgrade.keep NAME`: keep a published Riverton of this version, for the versions to come.

`tests/upgrade/NAME.tar.xz` holds the folders of an installation, its citydeck.toml, and `addresses.json`: what each
address of a view showed, as numbers.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.operations.heartbeats import note_heartbeat, read_heartbeat
from tests.hostile_requests import HEARTBEAT
from tests.pages.asking import view_address, words

FOLDER = Path(__file__).parent
NUMBER = re.compile(r"[\d.,%+−-]*\d[\d.,%]*")
SETTINGS = """# what an operator of this version may have written
default_city = "riverton"
trusted_hosts = "deck.example.org"
keep_snapshots = 12
cache_answers = 500
workers = 1
threads = 4
"""
VIEW = {"city": "riverton", "lang": "en", "since": "2024-07-01", "until": "2025-06-30"}
#: Addresses that people wrote down: pages, walls, exports.
ADDRESSES = (
    "/", "/services?city=riverton&area=NW&since=2025-01-01&until=2025-06-30&channel=app|web",
    "/services/noise?city=riverton", "/food-safety?city=riverton&compare=previous", "/food-safety/p1",
    "/fiscal?city=riverton", "/economy?city=riverton&lang=id", "/data", "/wall?city=riverton&screen=55&distance=5",
    "/export/services/requests.csv?city=riverton&lang=en&area=NW", "/export/food_safety/premises.json?city=riverton",
    "/api/snapshots/riverton", "/api/wall/riverton?scene=services&lang=en",
)  # fmt: skip
PAGES = ("services", "food_safety", "fiscal", "economy")


def numbers(told: Iterable[str]) -> list[str]:
    """The words that are numbers: how they are called may change, what they are may not."""
    return [word for word in told if NUMBER.fullmatch(word)]


def tile_numbers(client: FlaskClient, page: str) -> list[list[str]]:
    """The numbers of each tile of a page, in one fixed view."""
    lines = client.get(view_address(page, ["tiles"], VIEW)).text.splitlines()
    told: Any = json.loads(lines[1])["tiles"]
    return [numbers(words(tile)) for tile in told]


def keep(name: str) -> Path:
    """Write the archive; its path comes back."""
    from tests.conftest import forget_settings, publish_riverton

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        for key, value in publish_riverton(root).items():
            patch.setenv(key, value)
        forget_settings()
        note_heartbeat(root / "walls", read_heartbeat(json.dumps(HEARTBEAT).encode()))
        (root / "citydeck.toml").write_text(SETTINGS, "utf-8")
        from app import create_app

        client = create_app().server.test_client()
        told = {page: tile_numbers(client, page) for page in PAGES}
        (root / "addresses.json").write_text(json.dumps(told, indent=1), "utf-8")
        with tarfile.open(FOLDER / f"{name}.tar.xz", "w:xz") as archive:
            for part in ("cities", "outputs", "snapshots", "walls", "citydeck.toml", "addresses.json"):
                archive.add(root / part, part)
    return FOLDER / f"{name}.tar.xz"


if __name__ == "__main__":
    print(keep(sys.argv[1]))
