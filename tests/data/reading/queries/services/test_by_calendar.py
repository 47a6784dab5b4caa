"""Requests a day by weekday and month of the year: of every such day of the view, with or without a request."""

from __future__ import annotations

from datetime import date

from data.reading.filters import Filters
from data.reading.queries.services.by_calendar import requests_by_weekday, season
from data.reading.tables import Tables

TABLES = Tables({}, first_day=date(2024, 1, 1), last_day=date(2026, 12, 31))


def test_a_weekday_counts_as_often_as_the_view_has_it_in_each_year() -> None:
    """From Saturday 28 December to Monday 6 January: two Saturdays, Sundays and Mondays, one of all others."""
    view = Filters("riverton", since=date(2024, 12, 28), until=date(2025, 1, 6))
    found = {"weekday": [0, 5], "year": [2025, 2024], "requests": [6, 3]}
    assert requests_by_weekday.reckoned(TABLES, view, [found]) == {
        "weekday": [*range(7), *range(7)],
        "year": [2024] * 7 + [2025] * 7,
        "requests_per_day": [0, 0, None, None, None, 3, 0, 6, None, 0, 0, 0, 0, 0],
    }


def test_a_month_counts_its_days() -> None:
    view = Filters("riverton", since=date(2024, 1, 15), until=date(2025, 1, 31))
    found = {"month_of_year": [2, 1], "year": [2024, 2025], "requests": [58, 31]}
    told = season.reckoned(TABLES, view, [found])
    assert dict(zip(zip(told["month_of_year"], told["year"], strict=True), told["requests_per_day"], strict=True)) == {
        **{(month, 2024): 0 for month in range(3, 13)}, **{(month, 2025): None for month in range(2, 13)},
        (1, 2024): None, (2, 2024): 2, (1, 2025): 1,
    }  # fmt: skip


def test_nothing_is_nothing() -> None:
    view = Filters("riverton", since=date(2025, 1, 1), until=date(2025, 1, 31))
    nothing = {"weekday": [], "year": [], "requests": []}
    assert requests_by_weekday.reckoned(TABLES, view, [nothing]) == {"weekday": [], "year": [], "requests_per_day": []}
    before_all = Filters("riverton", since=date(2020, 1, 1), until=date(2020, 1, 31))
    found = {"weekday": [0], "year": [2025], "requests": [6]}
    assert requests_by_weekday.reckoned(TABLES, before_all, [found])["weekday"] == []
