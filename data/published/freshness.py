"""How old data is against what its publisher promised: fresh, late, stale or archive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.drops.cadence import ARCHIVE, read_cadence

#: Within this many cadences an update that did not come is late; beyond, it is stale.
LATE_CADENCES = 2


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
