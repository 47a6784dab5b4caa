"""A course beside a year earlier: each period of the view with its number, as far as the records reach."""

from __future__ import annotations

from datetime import date

from data.reading.filters import Filters
from data.reading.queries.over_time import told_beside_a_year_earlier
from data.reading.tables import Tables

TABLES = Tables({}, first_day=date(2024, 3, 1), last_day=date(2025, 12, 31))


def test_months_stand_beside_those_of_their_name_which_the_records_reach() -> None:
    view = Filters("riverton", since=date(2025, 2, 1), until=date(2025, 5, 31))
    found = {"month": ["2024-04-01", "2025-03-01", "2025-05-01"], "requests": [7, 2, 4]}
    assert told_beside_a_year_earlier(TABLES, view, "month", found, "requests") == {
        "month": ["2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"],
        "requests": [0, 2, 0, 4],
        "requests_last_year": [None, 0, 7, 0],
    }


def test_weeks_stand_beside_those_of_the_same_weekdays() -> None:
    view = Filters("riverton", since=date(2025, 6, 2), until=date(2025, 6, 15))
    found = {"week": ["2024-06-10", "2025-06-02"], "requests": [5, 3]}
    assert told_beside_a_year_earlier(TABLES, view, "week", found, "requests") == {
        "week": ["2025-06-02", "2025-06-09"], "requests": [3, 0], "requests_last_year": [0, 5],
    }  # fmt: skip


def test_a_period_of_the_view_and_of_the_year_before_counts_in_both() -> None:
    view = Filters("riverton", since=date(2024, 3, 1), until=date(2025, 3, 31))
    found = {"month": ["2024-03-01", "2025-03-01", "2024-03-01"], "requests": [9, 1, 9]}
    told = told_beside_a_year_earlier(TABLES, view, "month", found, "requests")
    assert (told["requests"][0], told["requests"][-1], told["requests_last_year"][-1]) == (9, 1, 9)
    assert told["requests_last_year"][:12] == [None] * 12


def test_of_nothing_there_is_no_row_and_of_a_year_without_any_no_number() -> None:
    view = Filters("riverton", since=date(2025, 4, 1), until=date(2025, 4, 30))
    nothing = {"month": ["2024-04-01"], "requests": [7]}
    assert told_beside_a_year_earlier(TABLES, view, "month", nothing, "requests")["month"] == []
    now_alone = {"month": ["2025-04-01"], "requests": [7]}
    assert told_beside_a_year_earlier(TABLES, view, "month", now_alone, "requests")["requests_last_year"] == [None]
