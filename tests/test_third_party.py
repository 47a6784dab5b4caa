"""docs/third-party-internals.md names files and tests that exist."""

from __future__ import annotations

import re

from settings import ROOT

TOLD = (ROOT / "docs/third-party-internals.md").read_text("utf-8")
ROWS = [line.split(" | ") for line in TOLD.splitlines() if line.startswith("| ") and not line.startswith("| library")]


def test_every_place_and_every_test_exists() -> None:
    named = [path for row in ROWS for cell in (row[2], row[4]) for path in re.findall(r"`([\w./]+)`", cell)]
    assert len(named) >= 2 * len(ROWS) > 0
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_each_row_says_why_and_what_notices() -> None:
    assert all(len(row) == 5 and row[3].strip() and "test" in row[4] for row in ROWS)
