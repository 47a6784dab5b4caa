"""The other view of a comparison, and both answers in one, read off a few rows."""

from __future__ import annotations

from datetime import date

import pytest

from data.reading.compare import other_view, side_by_side
from data.reading.filters import Filters
from tests.components.answers import answer

JUNE = Filters("riverton", date(2025, 6, 1), date(2025, 6, 30), "NW", 1)


@pytest.mark.parametrize(
    ("compare", "level", "since", "until", "area"),
    [
        ("SE", 1, date(2025, 6, 1), date(2025, 6, 30), "SE"),
        ("previous", 0, date(2025, 5, 1), date(2025, 5, 31), "NW"),
        ("2024-06-01..2024-06-30", 0, date(2024, 6, 1), date(2024, 6, 30), "NW"),
    ],
)
def test_the_other_view_differs_in_area_or_period(
    compare: str, level: int, since: date, until: date, area: str
) -> None:
    view = Filters("riverton", JUNE.since, JUNE.until, "NW", 1, compare=compare, compare_level=level)
    assert other_view(view) == Filters("riverton", since, until, area, 1)


@pytest.mark.parametrize(
    "view",
    [
        JUNE,
        Filters("riverton", compare="previous"),
        Filters("riverton", area="NW", area_level=1, compare="NW", compare_level=1),
        Filters("riverton", date(2025, 6, 1), date(2025, 6, 30), compare="2025-06-01..2025-06-30"),
    ],
)
def test_nothing_is_compared_with_itself_or_with_no_period(view: Filters) -> None:
    assert other_view(view) is None


def test_two_areas_share_their_time() -> None:
    mine = answer(month=["2025-01-01", "2025-03-01"], requests=[4, 6], requests_last_year=[3, 5])
    other = answer(month=["2025-02-01", "2025-03-01"], requests=[1, 2], requests_last_year=[None, None])
    assert side_by_side(mine, other, same_time=True).columns == {
        "month": ["2025-01-01", "2025-02-01", "2025-03-01"],
        "requests": [4, None, 6],
        "compared_requests": [None, 1, 2],
    }


def test_two_periods_stand_at_the_same_place() -> None:
    mine = answer(month=["2025-03-01", "2025-04-01"], median_days=[4.0, 6.0], p90_days=[8.0, 9.0])
    longer = answer(month=["2025-01-01", "2025-02-01", "2025-03-01"], median_days=[1.0, 2.0, 4.0], p90_days=[2.0] * 3)
    assert side_by_side(mine, longer, same_time=False).columns == {
        "month": ["2025-03-01", "2025-04-01"], "median_days": [4.0, 6.0], "compared_median_days": [1.0, 2.0],
    }  # fmt: skip
    assert side_by_side(longer, mine, same_time=False).columns["compared_median_days"] == [4.0, 6.0, None]


def test_a_ranking_keeps_its_order_and_what_only_the_other_has_stands_last() -> None:
    mine = answer(service=["bins", "noise"], name=["Bins", "Noise"], requests=[9, 4])
    other = answer(service=["trees", "bins"], name=["Trees", "Bins"], requests=[7, 2])
    assert side_by_side(mine, other, same_time=False).columns == {
        "service": ["bins", "noise", "trees"],
        "name": ["Bins", "Noise", "Trees"],
        "requests": [9, 4, None],
        "compared_requests": [2, None, 7],
    }


def test_an_empty_side_leaves_the_other() -> None:
    mine = answer(service=["app"], name=["app"], requests=[3])
    empty = answer(service=[], name=[], requests=[])
    assert side_by_side(mine, empty, same_time=True).columns["compared_requests"] == [None]
    assert side_by_side(empty, mine, same_time=True).columns["compared_requests"] == [3]
