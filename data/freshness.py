"""How old data is against what its publisher promised: fresh, late, stale or archive."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ARCHIVE = "archive"
_DURATION = re.compile(
    r"P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
#: Within this many cadences an update that did not come is late; beyond, it is stale.
LATE_CADENCES = 2


def read_cadence(text: str) -> timedelta | None:
    """The time between two updates: an ISO 8601 duration (a month as 31 days, a year as 366), None for `archive`.

    The longest month and year are taken, so that data on time is never called late. Raises ValueError for other text.
    """
    if text == ARCHIVE:
        return None
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"cadence is {text!r}, neither an ISO 8601 duration such as P1D nor archive")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(
        days=366 * years + 31 * months + 7 * weeks + days, hours=hours, minutes=minutes, seconds=seconds
    )  # fmt: skip


def moment_of(data_as_of: date | datetime, timezone: str) -> datetime:
    """The moment up to which data is complete, in UTC: a day counts to its end; a time without zone is the city's."""
    if not isinstance(data_as_of, datetime):
        data_as_of = datetime(data_as_of.year, data_as_of.month, data_as_of.day) + timedelta(days=1)
    if data_as_of.tzinfo is None:
        data_as_of = data_as_of.replace(tzinfo=ZoneInfo(timezone))
    return data_as_of.astimezone(UTC)


def freshness(data_as_of: date | datetime, cadence: str, timezone: str, now: datetime) -> str:
    """fresh up to one cadence after the data ends, late up to LATE_CADENCES, stale beyond; archive stays archive."""
    every = read_cadence(cadence)
    if every is None:
        return ARCHIVE
    age = now - moment_of(data_as_of, timezone)
    if age <= every:
        return "fresh"
    return "late" if age <= LATE_CADENCES * every else "stale"
