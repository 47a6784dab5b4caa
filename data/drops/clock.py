"""The city's clock: moments with an offset as its clock showed them, the hours that it shows twice, bounds of dates."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.sql_text import literal

if TYPE_CHECKING:  # a start that only reads what was published needs no engine
    import duckdb

#: Clocks of two machines may differ by this much: what lies further ahead of ours has not happened yet.
CLOCK_TOLERANCE = timedelta(minutes=15)
#: How far the earliest zone on earth is ahead of UTC.
EASTERNMOST = timedelta(hours=14)
#: Days outside are no days of a city's records, and far from where adding a year to one would overflow.
EARLIEST_DAY, LATEST_DAY = date(1800, 1, 1), date(2200, 12, 31)
#: Years in which hours that the clock shows twice are known; contracts bound moments by 2005 and by now.
_REPEATED_YEARS = range(2000, 2051)
#: A time of the day that is followed by something: Z, an offset, the name of a zone.
_HAS_ZONE = r":[0-9]{2}(\.[0-9]+)?\s*([A-Za-z]|[+-][0-9])"


def city_time(timezone: str) -> datetime:
    """What the city's clock shows now, without a zone."""
    return datetime.now(ZoneInfo(timezone)).replace(tzinfo=None)


@cache
def repeated_hours(timezone: str) -> tuple[tuple[datetime, datetime], ...]:
    """(from, before) on the city's clock of each span that it shows twice, because it was set back at its end."""
    zone = ZoneInfo(timezone)
    spans, step = [], timedelta(days=1)
    moment = datetime(_REPEATED_YEARS.start, 1, 1, tzinfo=UTC)
    before = moment.astimezone(zone).utcoffset() or timedelta()
    while moment.year < _REPEATED_YEARS.stop:
        after = (moment + step).astimezone(zone).utcoffset() or timedelta()
        if after < before:
            changed = _change(zone, moment, moment + step, after).replace(tzinfo=None)
            spans.append((changed + after, changed + before))
        moment, before = moment + step, after
    return tuple(spans)


def _change(zone: ZoneInfo, early: datetime, late: datetime, offset: timedelta) -> datetime:
    """The first second between the two at which the zone has that offset."""
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        early, late = (early, middle) if middle.astimezone(zone).utcoffset() == offset else (middle, late)
    return late


def _shared_spans(one: str, other: str, timezone: str) -> str:
    """SQL of the list of spans shown twice in which both timestamps lie: at most one, with its `seconds`.

    A list is one constant of the statement. A condition a span is two hundred, of which DuckDB plans each anew: a fifth
    of what a small drop takes to be published.
    """
    spans = ", ".join(
        f"{{since: {since}, before: {before}, seconds: {(before - since).seconds}}}"
        for since, before in repeated_hours(timezone)
    )
    return (
        f"list_filter('[{spans}]'::STRUCT(since TIMESTAMP, before TIMESTAMP, seconds INTEGER)[], lambda span: "
        f"{one} >= span.since AND {one} < span.before AND {other} >= span.since AND {other} < span.before)"
    )


def _hours_apart_at_most(later: str, earlier: str, timezone: str) -> str:
    """SQL that is true where the two may lie in one span: the list is looked through for these alone."""
    longest = max((before - since for since, before in repeated_hours(timezone)), default=timedelta())
    return f"date_diff('hour', {earlier}, {later}) <= {math.ceil(longest / timedelta(hours=1))}"


def comes_before(later: str, earlier: str, timezone: str) -> str:
    """SQL that is true where the timestamp `later` cannot follow `earlier`, both as the city's clock showed them.

    Within an hour that the clock shows twice it can. A `later` of exactly midnight is taken for a day without a time.
    """
    near = _hours_apart_at_most(earlier, later, timezone)
    return (
        f"(CASE WHEN {later} >= {earlier} OR {later} = date_trunc('day', {earlier}) THEN false "
        f"WHEN {near} THEN len({_shared_spans(later, earlier, timezone)}) = 0 "
        f"ELSE {later} < {earlier} END)"
    )


def create_elapsed_days(connection: duckdb.DuckDBPyConnection, timezone: str) -> None:
    """The SQL macro `elapsed_days(since, until)`: days between two moments on the city's clock, never below 0.

    Where both lie in an hour that the clock shows twice and `until` shows less, the clock was set back between them.
    """
    near = _hours_apart_at_most("since", "until", timezone)
    set_back = f"{_shared_spans('since', 'until', timezone)}[1].seconds"
    connection.execute(
        "CREATE OR REPLACE MACRO elapsed_days(since, until) AS CASE WHEN since IS NULL OR until IS NULL THEN NULL "
        "WHEN until >= since THEN epoch(until - since) / 86400 "
        f"WHEN {near} THEN coalesce((epoch(until - since) + {set_back}) / 86400, 0) "
        "ELSE 0 END"
    )


def local_moment(moment: str, timezone: str) -> str:
    """SQL of a TIMESTAMP WITH TIME ZONE as the city's clock showed it; infinite where it is out of all bounds."""
    return (
        f"CASE WHEN {moment} < TIMESTAMPTZ '{EARLIEST_DAY}' THEN TIMESTAMP '-infinity' "
        f"WHEN {moment} > TIMESTAMPTZ '{LATEST_DAY}' THEN TIMESTAMP 'infinity' "
        f"WHEN {moment} IS NOT NULL THEN timezone({literal(timezone)}, {moment}) END"
    )


def moment_of_text(text: str, timezone: str) -> str:
    """SQL of a text as a moment on the city's clock: an offset, Z or zone is converted; NULL where it is no moment."""
    # DuckDB reads neither a small z nor a blank before an offset.
    tidied = rf"regexp_replace(regexp_replace(trim({text}), '\s+([+-])', '\1'), 'z$', 'Z')"
    zoned = local_moment(f"TRY_CAST({tidied} AS TIMESTAMPTZ)", timezone)
    return f"CASE WHEN regexp_matches({text}, '{_HAS_ZONE}') THEN {zoned} ELSE TRY_CAST({text} AS TIMESTAMP) END"
