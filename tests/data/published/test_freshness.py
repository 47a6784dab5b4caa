"""fresh, late, stale and archive, to the second."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data.drops.cadence import read_cadence
from data.published.freshness import freshness, moment_of

CHICAGO = "America/Chicago"
#: The end of 30 June 2025 in Chicago.
END = datetime(2025, 7, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT15M", timedelta(minutes=15)),
        ("P1D", timedelta(days=1)),
        ("P1W", timedelta(days=7)),
        ("P1M", timedelta(days=31)),
        ("P1Y", timedelta(days=366)),
        ("P1DT12H", timedelta(hours=36)),
        ("archive", None),
    ],
)
def test_a_cadence_is_a_duration(text: str, duration: timedelta | None) -> None:
    assert read_cadence(text) == duration


@pytest.mark.parametrize("text", ["", "P", "PT", "daily", "1D", "P1", "P-1D", "archived"])
def test_other_text_is_no_cadence(text: str) -> None:
    with pytest.raises(ValueError, match="cadence"):
        read_cadence(text)


def test_a_day_counts_to_its_end_in_the_city() -> None:
    assert moment_of(date(2025, 6, 30), CHICAGO) == END
    assert moment_of(datetime(2025, 6, 30, 12), CHICAGO) == datetime(2025, 6, 30, 17, tzinfo=UTC)
    assert moment_of(datetime(2025, 6, 30, 12, tzinfo=UTC), CHICAGO) == datetime(2025, 6, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(hours=-3), "fresh"),
        (timedelta(days=1), "fresh"),
        (timedelta(days=1, seconds=1), "late"),
        (timedelta(days=2), "late"),
        (timedelta(days=2, seconds=1), "stale"),
        (timedelta(days=4000), "stale"),
    ],
)
def test_age_is_told_against_the_cadence(age: timedelta, expected: str) -> None:
    assert freshness(date(2025, 6, 30), "P1D", CHICAGO, END + age) == expected


def test_an_archive_never_looks_stale() -> None:
    assert freshness(date(2014, 12, 30), "archive", CHICAGO, END) == "archive"
