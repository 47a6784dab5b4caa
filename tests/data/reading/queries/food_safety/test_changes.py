"""Where more alerts are open, and where they are overdue, on rows whose answer can be read off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.reading.queries.food_safety import changes
from data.reading.question import Question
from tests.data.reading.queries.food_safety.rows import TABLES, visit
from tests.data.reading.queries.published import Published, published, questions_of


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("food"), "food_safety", TABLES)


@pytest.mark.parametrize("query", questions_of(changes), ids=str)
def test_a_time_before_all_alerts_has_no_row(city: Published, query: Question) -> None:
    assert city.columns(query, since="2030-01-01") == city.columns(query)
    assert city.ask(query, since="2020-01-01", until="2020-12-31") == []


def test_open_alerts_by_the_area_that_has_more_of_them(city: Published) -> None:
    """On 2 June 2024 a3 is open in NW, a4 and a6 in SE; on 2 June 2023 a2 was in NW."""
    assert city.ask(changes.open_alerts_change_by_area, since="2024-05-03", until="2024-06-02") == [
        {"area": "SE", "name": "Southeast", "change": 2, "total_change": 2},
        {"area": "NW", "name": "Northwest", "change": 0, "total_change": 2},
    ]


def test_critical_visits_by_the_area_that_has_more_of_them(tmp_path: Path) -> None:
    """From 2 May 2024 i3 and i7 are critical in NW and i6 nobody knows where; from 2 May 2023 i1 was in NW."""
    more = [*TABLES["inspections"], visit("i7", "p1", date(2024, 5, 20), "fail", critical=3)]
    city = published(tmp_path, "food_safety", TABLES | {"inspections": more})
    assert city.ask(changes.critical_visits_change_by_area, since="2024-05-02", until="2024-06-30") == [
        {"area": "NW", "name": "Northwest", "change": 1, "total_change": 2},
        {"area": "SE", "name": "Southeast", "change": 0, "total_change": 2},
    ]
    assert city.ask(changes.critical_visits_change_by_area, since="2024-05-01", until="2024-06-30") == []


def test_overdue_alerts_by_the_area_that_has_them(city: Published) -> None:
    """a4 was to be corrected by 18 May; a3 and a6 have no such day."""
    assert city.ask(changes.overdue_by_area, until="2024-05-19") == [
        {"area": "SE", "name": "Southeast", "overdue": 1, "total_overdue": 1}
    ]
    assert city.ask(changes.overdue_by_area, until="2024-05-18") == []
