"""How old data is against what its publisher promised: fresh, late, stale or archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.drops.cadence import ARCHIVE, read_cadence
from data.drops.clock import EARLIEST_DAY, LATEST_DAY

#: Within this many cadences an update that did not come is late; beyond, it is stale.
LATE_CADENCES = 2
#: A table may be without a record for this long before that makes it old: not every day has an alert.
QUIET = timedelta(days=31)
#: From the best to the worst.
STATES = ("fresh", "late", "stale")


@dataclass(frozen=True)
class TableAge:
    """One table: the day of its last record and how fresh that is. `required` is False for an optional table."""

    table: str
    last_day: date
    freshness: str
    required: bool = True


def moment_of(data_as_of: date | datetime, timezone: str) -> datetime:
    """The moment up to which data is complete, in UTC: a day counts to its end; a time without zone is the city's.

    What lies outside EARLIEST_DAY and LATEST_DAY is taken for the nearer of the two.
    """
    if not isinstance(data_as_of, datetime):
        day = min(max(data_as_of, EARLIEST_DAY), LATEST_DAY)
        data_as_of = datetime(day.year, day.month, day.day) + timedelta(days=1)
    elif not EARLIEST_DAY <= data_as_of.date() <= LATEST_DAY:
        bound = EARLIEST_DAY if data_as_of.date() < EARLIEST_DAY else LATEST_DAY
        data_as_of = datetime(bound.year, bound.month, bound.day)
    if data_as_of.tzinfo is None:
        data_as_of = data_as_of.replace(tzinfo=ZoneInfo(timezone))
    return data_as_of.astimezone(UTC)


def freshness(
    data_as_of: date | datetime, cadence: str, timezone: str, now: datetime, published_at: datetime | None = None
) -> str:
    """fresh up to one cadence after the data ends, late up to LATE_CADENCES, stale beyond; archive stays archive.

    What was published at some time knows nothing of the days after that one: a later `data_as_of` keeps nothing fresh.
    """
    every = read_cadence(cadence)
    if every is None:
        return ARCHIVE
    until = moment_of(data_as_of, timezone)
    if published_at is not None:
        until = min(until, published_at + timedelta(days=1))
    age = now - until
    if age <= every:
        return STATES[0]
    return STATES[1] if age <= LATE_CADENCES * every else STATES[2]


def table_age(
    table: str, last_day: date, every: str, required: bool, whole: str, cadence: str, timezone: str, now: datetime
) -> TableAge:
    """The age of one table of data whose own freshness is `whole`.

    A table is as fresh as its data, and stale where its last record is older than QUIET and LATE_CADENCES updates: of
    the data's cadence or the table's own (`every`, an ISO 8601 duration), the longer. So data that claim to be of today
    over records that ended years ago are stale.
    """
    promised = read_cadence(cadence)
    if promised is None:
        return TableAge(table, last_day, ARCHIVE, required)
    longest = max(promised, read_cadence(every) or promised)
    old = now - moment_of(last_day, timezone) > QUIET + LATE_CADENCES * longest
    return TableAge(table, last_day, STATES[2] if old else whole, required)


def worst(states: Iterable[str]) -> str:
    """The worst of fresh, late and stale; archive where one is."""
    known = list(states)
    return ARCHIVE if ARCHIVE in known else max(known, key=STATES.index)
