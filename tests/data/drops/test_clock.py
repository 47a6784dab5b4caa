"""Moments as the city's clock shows them: offsets are converted, the hour that is shown twice loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.drops.clock import comes_before, create_elapsed_days, local_moment, moment_of_text, repeated_hours

LONDON = "Europe/London"
ZONES = (LONDON, "Asia/Shanghai", "America/Chicago", "Australia/Lord_Howe", "Asia/Kathmandu")
ORDINARY = st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        create_elapsed_days(opened, LONDON)
        yield opened


def read(connection: duckdb.DuckDBPyConnection, text: str, zone: str = LONDON) -> str | None:
    """The text as a moment on the zone's clock, as DuckDB writes it."""
    found = connection.execute(f"SELECT ({moment_of_text('told', zone)})::VARCHAR FROM (SELECT ? AS told)", [text])
    row = found.fetchone()
    assert row is not None
    return None if row[0] is None else str(row[0])


def one(connection: duckdb.DuckDBPyConnection, expression: str) -> object:
    row = connection.execute(f"SELECT {expression}").fetchone()
    assert row is not None
    return row[0]


def test_the_hour_that_is_shown_twice_is_known() -> None:
    assert (datetime(2025, 10, 26, 1), datetime(2025, 10, 26, 2)) in repeated_hours(LONDON)
    assert (datetime(2020, 4, 5, 1, 30), datetime(2020, 4, 5, 2)) in repeated_hours("Australia/Lord_Howe")
    assert repeated_hours("Asia/Shanghai") == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-09-30T23:30:00Z", "2026-10-01 00:30:00"),
        ("2026-09-30T23:30Z", "2026-10-01 00:30:00"),
        ("2026-09-30 23:30:00.5z", "2026-10-01 00:30:00.5"),
        ("2026-09-30 23:30:00 UTC", "2026-10-01 00:30:00"),
        ("2026-09-30T07:30:00+08:00", "2026-09-30 00:30:00"),
        ("2026-09-30 07:30:00 +0800", "2026-09-30 00:30:00"),
        ("2026-09-30 07:30:00+08", "2026-09-30 00:30:00"),
        ("2026-12-31T23:30:00-05:00", "2027-01-01 04:30:00"),
        ("2026-09-30 23:30:00", "2026-09-30 23:30:00"),
        ("2026-09-30T23:30", "2026-09-30 23:30:00"),
        ("2026-09-30", "2026-09-30 00:00:00"),
        ("9999-12-31T23:59:59Z", "infinity"),
        ("0001-01-01T00:00:00Z", "-infinity"),
        ("soon", None),
        ("2026-09-31 10:00:00", None),
    ],
)
def test_a_text_is_read_on_the_city_s_clock(
    connection: duckdb.DuckDBPyConnection, text: str, shown: str | None
) -> None:
    assert read(connection, text) == shown


@given(told=ORDINARY, minutes=st.integers(-12 * 60, 14 * 60), zone=st.sampled_from(ZONES))
def test_an_offset_is_converted_as_the_zone_s_rules_say(told: datetime, minutes: int, zone: str) -> None:
    moment = told.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    with duckdb.connect() as connection:
        assert read(connection, moment.isoformat(), zone) == str(shown)
        instant = f"TIMESTAMPTZ '{moment.astimezone(UTC).isoformat()}'"
        assert one(connection, f"({local_moment(instant, zone)})::VARCHAR") == str(shown)


def elapsed_minutes(connection: duckdb.DuckDBPyConnection, since: str, until: str) -> float:
    days = one(connection, f"elapsed_days(TIMESTAMP '{since}', TIMESTAMP '{until}')")
    assert isinstance(days, float)
    return round(days * 1440, 6)


@pytest.mark.parametrize(
    ("since", "until", "minutes", "impossible"),
    [
        ("2025-10-26 01:50", "2025-10-26 01:10", 20, False),
        ("2025-10-26 01:10", "2025-10-26 01:50", 40, False),
        ("2025-10-26 02:10", "2025-10-26 01:50", 0, True),
        ("2025-10-27 01:50", "2025-10-27 01:10", 0, True),
        ("2025-06-01 14:00", "2025-06-01 00:00", 0, False),
        ("2025-06-01 14:00", "2025-05-31 00:00", 0, True),
        ("2025-06-01 14:00", "2025-06-03 14:00", 2880, False),
    ],
)
def test_the_night_the_clock_goes_back_loses_nothing(
    connection: duckdb.DuckDBPyConnection, since: str, until: str, minutes: int, impossible: bool
) -> None:
    """20 minutes lie between 01:50 summer time and 01:10 winter time; a day without a time is that whole day."""
    assert elapsed_minutes(connection, since, until) == minutes
    before = comes_before(f"TIMESTAMP '{until}'", f"TIMESTAMP '{since}'", LONDON)
    assert one(connection, before) is impossible


def test_no_time_elapses_to_what_is_not_known(connection: duckdb.DuckDBPyConnection) -> None:
    assert one(connection, "elapsed_days(TIMESTAMP '2025-01-01', NULL)") is None
    assert one(connection, "elapsed_days(NULL, TIMESTAMP '2025-01-01')") is None


@given(since=ORDINARY, until=ORDINARY)
def test_elapsed_time_is_never_below_nothing(since: datetime, until: datetime) -> None:
    with duckdb.connect() as connection:
        create_elapsed_days(connection, "America/Chicago")
        days = one(connection, f"elapsed_days(TIMESTAMP '{since}', TIMESTAMP '{until}')")
    assert isinstance(days, float)
    assert days == pytest.approx(max(0.0, (until - since) / timedelta(days=1)), abs=1 / 24)
    assert days >= 0
