from __future__ import annotations

from dataclasses import replace

import pytest

from components.text import Words
from components.trust.freshness import badge, observed, source_line
from tests.components.answers import source
from tests.components.tile.test_kpi_card import texts

WORDS = Words("en", "USD")


@pytest.mark.parametrize(
    ("state", "word"), [("fresh", "Fresh"), ("late", "Late"), ("stale", "Stale"), ("archive", "Archive")]
)
def test_a_badge_tells_its_state_as_a_word(state: str, word: str) -> None:
    assert texts(badge(source(state), WORDS)) == [word, "to 2 Jan 2026"]
    assert f"badge-{state}" in badge(source(state), WORDS).className


def test_the_time_is_told_where_there_is_one() -> None:
    assert observed(replace(source(), data_as_of="2026-01-02T14:05:00"), WORDS) == "2 Jan 2026 14:05"
    assert observed(replace(source(), data_as_of="2026-01-02T00:00:00"), WORDS) == "2 Jan 2026"


def test_a_source_line_names_publisher_and_publishing() -> None:
    line = source_line(source("fresh", simulated=True), WORDS)
    assert texts(line) == ["Fresh", "to 2 Jan 2026", " · Riverton", " · published 3 Jan 2026", "Simulated"]
    assert line.title == "Snapshot 20260102-abcdef"


def test_an_unknown_publisher_leaves_no_gap() -> None:
    assert "".join(texts(source_line(source(publishers=()), WORDS))[1:]) == "to 2 Jan 2026 · published 3 Jan 2026"
