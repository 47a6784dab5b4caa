"""Who contributed to a change of requests, and whose are late, on rows whose answer can be read off."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data.reading.queries.services import changes
from data.reading.question import Question
from tests.data.reading.queries.published import Published, Rows, published

CATALOGUE: Rows = [
    {"service_id": "bins", "name_en": "Bins", "department_id": "streets", "department_en": "Streets",
     "deadline_days": 5},
    {"service_id": "noise", "name_en": "Noise", "department_id": "police", "department_en": "Police",
     "deadline_days": 1},
]  # fmt: skip
NW, SE = (40.15, 10.02), (40.05, 10.17)
MARCH = {"since": "2024-03-01", "until": "2024-03-31"}


def requests(year: int, service: str, place: tuple[float, float] | None, *days: int) -> Rows:
    """Requests of the year's 1 March, each closed after so many days."""
    made = datetime(year, 3, 1, 9)
    where = dict(zip(("lat", "long"), place or (None, None), strict=True))
    return [
        {"service_request_id": f"{year}-{service}-{place}-{number}", "service_id": service, "status": "closed",
         "outcome": "completed", "channel": "app", "requested_datetime": made,
         "closed_datetime": made + timedelta(days=each), "duplicate": False, **where}
        for number, each in enumerate(days)
    ]  # fmt: skip


#: March 2023 has 3 requests and March 2024 has 6: NW loses one, SE gains three, nowhere gains one.
ROWS = [
    *requests(2023, "bins", NW, 2, 2),
    *requests(2023, "noise", SE, 2),
    *requests(2024, "bins", NW, 6),
    *requests(2024, "noise", SE, 0, 2, 3, 4),
    *requests(2024, "noise", None, 0),
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("changes"), "services", {"requests": ROWS, "services": CATALOGUE})


@pytest.mark.parametrize(
    "query",
    [changes.requests_change_by_area, changes.requests_change_by_department, changes.late_by_department],
    ids=str,
)
def test_an_empty_period_keeps_the_columns_and_has_no_row(city: Published, query: Question) -> None:
    assert city.columns(query, since="2030-01-01") == city.columns(query)
    assert city.ask(query, since="2030-01-01", until="2030-12-31") == []


def test_the_area_that_moved_most_with_the_total_stands_first(city: Published) -> None:
    assert city.ask(changes.requests_change_by_area, **MARCH) == [
        {"area": "SE", "name": "Southeast", "change": 3, "total_change": 3},
        {"area": "NW", "name": "Northwest", "change": -1, "total_change": 3},
    ]


def test_so_does_the_department(city: Published) -> None:
    assert city.ask(changes.requests_change_by_department, **MARCH) == [
        {"department": "police", "name": "Police", "change": 4, "total_change": 3},
        {"department": "streets", "name": "Streets", "change": -1, "total_change": 3},
    ]


def test_what_has_no_earlier_period_contributed_to_nothing(city: Published) -> None:
    assert city.ask(changes.requests_change_by_area, since="2023-03-01", until="2023-03-31") == []


def test_late_requests_are_counted_by_the_department_that_has_them(city: Published) -> None:
    assert city.ask(changes.late_by_department, **MARCH) == [
        {"department": "police", "name": "Police", "late": 3, "total_late": 4, "total_due": 6},
        {"department": "streets", "name": "Streets", "late": 1, "total_late": 4, "total_due": 6},
    ]
