"""Answers written by hand, for what shows them."""

from __future__ import annotations

from typing import Any

from data.published.source import Source
from data.reading.answer import Answer


def source(freshness: str = "fresh", *, simulated: bool = False, publishers: tuple[str, ...] = ("Riverton",)) -> Source:
    """Where a hand-written answer says it comes from."""
    return Source(
        city="riverton",
        domain="services",
        snapshot_id="20260102-abcdef",
        data_as_of="2026-01-02",
        published_at="2026-01-03T04:05:06",
        cadence="P1D",
        freshness=freshness,
        simulated=simulated,
        publishers=publishers,
    )


def answer(**columns: list[Any]) -> Answer:
    """An answer of these columns."""
    return Answer(columns, source())
