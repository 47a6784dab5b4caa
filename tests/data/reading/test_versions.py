"""A part of a page agrees with the parts before it, and a browser's word for those is checked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from data.published.snapshots import SERVED, WITHDRAWN
from data.reading.versions import Versions
from tests.data.published.test_snapshots import HOME, write_snapshot

FIRST, SECOND, BEYOND = (datetime(2025, 7, day, 12, tzinfo=UTC) for day in (1, 2, 3))


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """The ids of three snapshots: one served earlier, the current one, and one whose publisher was stopped."""
    first, second = write_snapshot(tmp_path, FIRST), write_snapshot(tmp_path, SECOND)
    (tmp_path / HOME / SERVED).write_text(f"{first}\n{second}\n", "utf-8")
    return [first, second, write_snapshot(tmp_path, BEYOND, current=False)]


def answering(root: Path, shown: object, as_of: date | None = None) -> str:
    return Versions(root, "riverton", as_of, shown=shown).snapshot("services").snapshot_id


def test_what_the_page_shows_goes_on_answering(tmp_path: Path, ids: list[str]) -> None:
    assert answering(tmp_path, {}) == ids[1]
    assert answering(tmp_path, {"services": ids[0]}) == ids[0]
    assert answering(tmp_path, {"services": ids[1]}) == ids[1]


def test_a_snapshot_that_was_never_served_answers_nobody(tmp_path: Path, ids: list[str]) -> None:
    assert answering(tmp_path, {"services": ids[2]}) == ids[1]


def test_a_snapshot_that_was_taken_back_answers_nobody(tmp_path: Path, ids: list[str]) -> None:
    (tmp_path / HOME / WITHDRAWN).write_text(ids[0], "utf-8")
    assert answering(tmp_path, {"services": ids[0]}) == ids[1]


def test_what_is_shown_reaches_no_further_than_the_day_asked_for(tmp_path: Path, ids: list[str]) -> None:
    assert answering(tmp_path, {"services": ids[1]}, date(2025, 7, 1)) == ids[0]
    assert answering(tmp_path, {"services": ids[1]}, date(2025, 7, 2)) == ids[1]
    assert answering(tmp_path, {"services": ids[0]}, date(2025, 7, 2)) == ids[0]


NONSENSE: list[Any] = [
    None, [], ["services"], "services", 7, True, {"services": 7}, {"services": None}, {"services": ["x"]},
    {"services": {}}, {"services": ""}, {"services": "../../etc"}, {"services": "20250701T120000000000Z-0000"},
]  # fmt: skip


@pytest.mark.parametrize("shown", NONSENSE, ids=repr)
def test_what_is_no_id_of_a_snapshot_is_as_nothing(tmp_path: Path, ids: list[str], shown: object) -> None:
    assert answering(tmp_path, shown) == ids[1]
