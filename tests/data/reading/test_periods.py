"""Whole months stay whole, whatever the calendar does to their length."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.reading.periods import (
    Period,
    a_year_of_periods_earlier,
    complete_months,
    covered_part,
    every_period,
    grain_of,
    is_whole_months,
    mature_part,
    month_end,
    months_and_days,
    months_back,
    months_of,
    opening_period,
    period_before,
    same_part_before,
    whole_periods,
    whole_until,
    year_earlier,
)

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))
WHOLE_MONTHS = st.tuples(DAYS, st.integers(0, 30)).map(lambda of: (months_back(*of), month_end(of[0])))
PERIODS = st.one_of(st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))), WHOLE_MONTHS)
#: The days of some records, and periods of about as many.
FIRST, LAST = date(2023, 11, 20), date(2024, 12, 9)
NEAR = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))
SHORT = st.tuples(NEAR, NEAR).map(lambda pair: (min(pair), max(pair)))


def days_of(period: Period) -> list[date]:
    """Each day of it; none where it ends before it begins."""
    return [period[0] + timedelta(days=each) for each in range((period[1] - period[0]).days + 1)]


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        ((date(2025, 2, 1), date(2025, 2, 28)), (date(2024, 2, 1), date(2024, 2, 29))),
        ((date(2024, 2, 1), date(2024, 2, 29)), (date(2023, 2, 1), date(2023, 2, 28))),
        ((date(2024, 2, 29), date(2024, 3, 10)), (date(2023, 2, 28), date(2023, 3, 10))),
        ((date(2025, 11, 1), date(2026, 10, 31)), (date(2024, 11, 1), date(2025, 10, 31))),
    ],
)
def test_a_year_earlier(period: Period, earlier: Period) -> None:
    assert year_earlier(period) == earlier


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ((date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28))),
        ((date(2026, 1, 1), date(2026, 3, 31)), (date(2025, 10, 1), date(2025, 12, 31))),
        ((date(2026, 3, 2), date(2026, 3, 8)), (date(2026, 2, 23), date(2026, 3, 1))),
    ],
)
def test_the_period_before(period: Period, before: Period) -> None:
    assert period_before(period) == before


@given(PERIODS)
def test_the_period_before_touches_it_and_is_as_long(period: Period) -> None:
    since, until = period_before(period)
    assert until + timedelta(days=1) == period[0]
    if is_whole_months(period):
        assert is_whole_months((since, until))
        assert months_of((since, until)) == months_of(period)
    else:
        assert until - since == period[1] - period[0]


@given(WHOLE_MONTHS)
@example((date(2025, 2, 1), date(2025, 2, 28)))
def test_whole_months_have_whole_months_a_year_earlier(period: Period) -> None:
    """As many months, of the same names: a February of 28 days has one of 29 where that year leaps."""
    earlier = year_earlier(period)
    assert is_whole_months(earlier)
    assert [(each.year, each.month) for each in earlier] == [(each.year - 1, each.month) for each in period]


@settings(max_examples=300, deadline=None)
@given(SHORT)
def test_months_and_days_are_every_day_with_records_once(period: Period) -> None:
    months, parts = months_and_days(*period, FIRST, LAST)
    found = [day for part in (*parts, *([months] if months else ())) for day in days_of(part)]
    assert sorted(day for day in found if FIRST <= day <= LAST) == days_of(
        (max(period[0], FIRST), min(period[1], LAST))
    )
    assert months is None or is_whole_months(months)


@pytest.mark.parametrize(
    ("view", "grain", "whole"),
    [
        # 1 June 2026 is a Monday, 31 August one too.
        ((date(2026, 6, 1), date(2026, 8, 31)), "week", (date(2026, 6, 1), date(2026, 8, 30))),
        ((date(2026, 6, 2), date(2026, 8, 30)), "week", (date(2026, 6, 8), date(2026, 8, 30))),
        ((date(2026, 6, 2), date(2026, 6, 9)), "week", None),
        ((date(2026, 6, 2), date(2026, 8, 30)), "month", (date(2026, 7, 1), date(2026, 7, 31))),
        ((date(2026, 6, 2), date(2026, 6, 30)), "month", None),
        ((date(2026, 6, 2), date(2026, 6, 9)), "day", (date(2026, 6, 2), date(2026, 6, 9))),
        # The records begin on Wednesday 3 January 2024 and end on Monday 30 November 2026.
        ((None, None), "week", (date(2024, 1, 8), date(2026, 11, 29))),
        ((None, date(2024, 3, 10)), "month", (date(2024, 1, 1), date(2024, 2, 29))),
        ((date(2026, 10, 1), date(2027, 5, 5)), "month", (date(2026, 10, 1), date(2026, 11, 30))),
        ((date(2026, 12, 1), None), "day", None),
    ],
)
def test_whole_periods_are_those_that_neither_the_view_nor_the_records_cut(
    view: tuple[date | None, date | None], grain: str, whole: Period | None
) -> None:
    assert whole_periods(*view, date(2024, 1, 3), date(2026, 11, 30), date(2026, 11, 30), grain) == whole


def test_weeks_are_compared_with_those_of_the_same_weekdays_and_months_with_months() -> None:
    weeks = (date(2026, 6, 1), date(2026, 8, 30))
    assert a_year_of_periods_earlier(weeks, "week") == (date(2025, 6, 2), date(2025, 8, 31))
    february = (date(2025, 2, 1), date(2025, 2, 28))
    assert a_year_of_periods_earlier(february, "month") == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        (date(2024, 1, 4), date(2024, 3, 28), (date(2024, 1, 1), date(2024, 3, 31))),
        (date(2024, 1, 5), date(2024, 3, 27), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 1, 10), date(2024, 1, 20), None),
    ],
)
def test_months_are_complete_when_the_records_cover_them(first: date, last: date, whole: Period | None) -> None:
    assert complete_months(first, whole_until(last)) == whole


@pytest.mark.parametrize(
    ("last", "known", "whole"),
    [
        ((2026, 11, 29), None, (2026, 11, 30)),
        ((2026, 11, 27), None, (2026, 11, 27)),
        # Told in the evening of Sunday the 29th: neither the day nor the month is over.
        ((2026, 11, 29), (2026, 11, 28), (2026, 11, 28)),
        # Told in December: nothing happened on the last two days of November.
        ((2026, 11, 28), (2026, 12, 4), (2026, 11, 30)),
        ((2026, 11, 20), (2026, 12, 4), (2026, 11, 20)),
    ],
)
def test_neither_a_day_nor_a_month_that_is_not_over_is_whole(
    last: tuple[int, int, int], known: tuple[int, int, int] | None, whole: tuple[int, int, int]
) -> None:
    assert whole_until(date(*last), known and date(*known)) == date(*whole)


def test_charts_end_with_the_last_day_that_is_over() -> None:
    first, last, over = date(2026, 1, 1), date(2026, 11, 30), date(2026, 11, 29)
    assert whole_periods(None, None, first, last, over, "day") == (first, over)
    assert whole_periods(None, None, first, last, over, "month") == (first, date(2026, 10, 31))
    assert whole_periods(None, None, first, last, over, "week") == (date(2026, 1, 5), over)


@pytest.mark.parametrize(
    ("rule", "first", "last", "opens"),
    [
        ("P12M", date(2020, 1, 1), date(2026, 11, 21), (date(2025, 11, 1), date(2026, 10, 31))),
        ("P12M", date(2024, 11, 21), date(2026, 11, 20), (date(2025, 12, 1), date(2026, 10, 31))),
        ("P12M", date(2025, 7, 1), date(2026, 11, 20), (date(2025, 11, 1), date(2026, 10, 31))),
        ("P12M", date(2026, 7, 1), date(2026, 11, 21), (date(2026, 7, 1), date(2026, 10, 31))),
        ("P12M", date(2026, 11, 3), date(2026, 11, 21), (date(2026, 11, 3), date(2026, 11, 21))),
        ("P30D", date(2020, 1, 1), date(2026, 11, 21), (date(2026, 10, 23), date(2026, 11, 21))),
        ("all", date(2020, 1, 1), date(2026, 11, 21), None),
        ("P12M", None, None, None),
    ],
)
def test_a_page_opens_on_a_stated_period(
    rule: str, first: date | None, last: date | None, opens: Period | None
) -> None:
    assert opening_period(rule, first, last) == opens


@pytest.mark.parametrize(("days", "grain"), [(1, "day"), (89, "day"), (90, "week"), (730, "week"), (731, "month")])
def test_the_grain_follows_the_span(days: int, grain: str) -> None:
    assert grain_of((date(2024, 1, 1), date(2024, 1, 1) + timedelta(days=days - 1))) == grain


@pytest.mark.parametrize(
    ("grain", "starts", "whole"),
    [
        ("month", ["2024-01-01", "2024-03-01"], ["2024-01-01", "2024-02-01", "2024-03-01"]),
        ("quarter", ["2023-10-01", "2024-04-01"], ["2023-10-01", "2024-01-01", "2024-04-01"]),
        ("week", ["2024-02-26", "2024-03-11"], ["2024-02-26", "2024-03-04", "2024-03-11"]),
        ("day", ["2024-02-28", "2024-03-01"], ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ("year", ["2022-04-01", "2024-04-01"], ["2022-04-01", "2023-04-01", "2024-04-01"]),
        ("month", ["2024-03-01", "2024-01-01"], []),
        ("month", ["2024-01-01", "2024-02-15"], []),
        ("day", ["0001-01-01", "9999-12-31"], []),
        ("month", [2023, 2025], []),
        ("month", ["2024-01-01"], []),
    ],
)
def test_every_period_from_the_first_to_the_last(grain: str, starts: list[object], whole: list[str]) -> None:
    assert every_period(starts, grain) == whole


@pytest.mark.parametrize(
    ("since", "until", "ends"),
    [
        (date(2025, 1, 1), date(2025, 3, 31), date(2025, 3, 31)),
        (date(2025, 1, 1), date(2025, 6, 30), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2025, 6, 30), None),
        (date(2025, 4, 3), date(2025, 6, 30), date(2025, 4, 10)),
        (date(2025, 4, 11), date(2025, 4, 12), None),
    ],
)
def test_the_part_of_a_period_that_is_old_enough_on_10_april(since: date, until: date, ends: date | None) -> None:
    assert mature_part((since, until), date(2025, 4, 10)) == (ends and (since, ends))


def test_a_month_is_old_enough_with_its_last_day() -> None:
    whole = (date(2025, 4, 1), date(2025, 5, 31))
    assert mature_part(whole, date(2025, 4, 30)) == (date(2025, 4, 1), date(2025, 4, 30))


@pytest.mark.parametrize(
    ("part", "whole", "before"),
    [
        # The first fifteen days of November beside those of October, and of a year beside those of the year before.
        (("2026-11-01", "2026-11-15"), ("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-15")),
        (("2026-01-01", "2026-11-15"), ("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-11-15")),
        # Thirty days of March beside all of February, and two quarters beside two quarters.
        (("2026-03-01", "2026-03-30"), ("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-06-30"), ("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-06-30")),
        (("2024-02-05", "2024-02-29"), ("2024-02-01", "2024-03-31"), ("2023-12-05", "2023-12-31")),
        # Ten of forty days beside the first ten of the forty before.
        (("2026-11-11", "2026-11-20"), ("2026-11-11", "2026-12-20"), ("2026-10-02", "2026-10-11")),
        (("2026-11-01", "2026-11-30"), ("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
    ],
)
def test_part_of_a_period_has_the_same_part_of_the_one_before(
    part: tuple[str, str], whole: tuple[str, str], before: tuple[str, str]
) -> None:
    def days(texts: tuple[str, str]) -> Period:
        return date.fromisoformat(texts[0]), date.fromisoformat(texts[1])

    assert same_part_before(days(part), days(whole)) == days(before)


@given(whole=SHORT, part=SHORT)
def test_the_same_part_of_the_period_before_lies_in_it(whole: Period, part: Period) -> None:
    begins, ends = max(whole[0], part[0]), min(whole[1], part[1])
    if begins > ends:
        return
    since, until = same_part_before((begins, ends), whole)
    before = period_before(whole)
    assert before[0] <= since <= until <= before[1]


@pytest.mark.parametrize(
    ("since", "until", "covered"),
    [
        ("2024-12-01", "2024-12-31", ("2024-12-01", "2024-12-09")),
        ("2024-01-01", "2024-06-30", ("2024-01-01", "2024-06-30")),
        ("2023-01-01", "2026-01-01", ("2023-11-20", "2024-12-09")),
        (None, "2026-01-01", (None, "2024-12-09")),
        ("2023-01-01", None, ("2023-11-20", None)),
        # Nothing of it is covered: the period stays, and nothing matches it.
        ("2025-01-01", "2025-12-31", ("2025-01-01", "2025-12-31")),
        ("2020-01-01", "2020-12-31", ("2020-01-01", "2020-12-31")),
    ],
)
def test_a_period_is_cut_to_the_days_that_records_cover(
    since: str | None, until: str | None, covered: tuple[str | None, str | None]
) -> None:
    found = covered_part(since and date.fromisoformat(since), until and date.fromisoformat(until), FIRST, LAST)
    assert tuple(day and day.isoformat() for day in found) == covered


def test_a_month_that_counts_as_complete_stays_whole() -> None:
    """Records from 3 January to 28 February: no weekend without records cuts a month."""
    first, last = date(2025, 1, 3), date(2025, 2, 28)
    assert covered_part(date(2025, 1, 1), date(2025, 2, 28), first, whole_until(last)) == (
        date(2025, 1, 1),
        date(2025, 2, 28),
    )
    first, last = date(2025, 1, 3), date(2025, 3, 29)
    assert covered_part(date(2025, 1, 1), date(2025, 12, 31), first, whole_until(last)) == (
        date(2025, 1, 1), date(2025, 3, 31),
    )  # fmt: skip
