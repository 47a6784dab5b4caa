"""fresh, late, stale and archive, to the second."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data.drops.cadence import read_cadence
from data.published.freshness import freshness, moment_of, table_age, worst

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


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "daily", "1D", "P1", "P-1D", "archived", "P99999D", "P" + "9" * 400 + "Y"]
)
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


@pytest.mark.parametrize("day", [date.min, date.max, datetime.min, datetime.max, date(9999, 12, 31)])
def test_the_ends_of_the_calendar_overflow_nothing(day: date) -> None:
    for timezone in (CHICAGO, "Asia/Shanghai", "Pacific/Kiritimati"):
        assert freshness(day, "P1Y", timezone, END) in ("fresh", "stale")


def test_a_day_in_the_future_keeps_nothing_fresh() -> None:
    published = END - timedelta(days=10)
    assert freshness(date(2099, 1, 1), "P1D", CHICAGO, END, published) == "stale"
    assert freshness(date(2099, 1, 1), "P1D", CHICAGO, published + timedelta(hours=40), published) == "fresh"


@pytest.mark.parametrize(
    ("last_day", "every", "expected"),
    [
        (date(2025, 6, 29), "P1D", "fresh"),
        (date(2025, 6, 1), "P1D", "fresh"),  # a quiet month
        (date(2014, 12, 30), "P1D", "stale"),
        (date(2024, 12, 31), "P1D", "stale"),
        (date(2024, 12, 31), "P1Y", "fresh"),  # the next year is not over
        (date(2025, 12, 31), "P1Y", "fresh"),
    ],
)
def test_records_that_ended_long_ago_are_old_whatever_the_manifest_says(
    last_day: date, every: str, expected: str
) -> None:
    age = table_age("requests", last_day, every, True, "fresh", "P1D", CHICAGO, END)
    assert (age.table, age.last_day, age.freshness) == ("requests", last_day, expected)
    assert table_age("requests", last_day, every, True, "archive", "archive", CHICAGO, END).freshness == "archive"


def test_the_worst_counts() -> None:
    assert worst(["fresh", "stale", "late"]) == "stale"
    assert worst(["fresh", "late"]) == "late"
    assert worst(["archive"]) == "archive"
