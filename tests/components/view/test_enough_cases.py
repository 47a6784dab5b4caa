"""A rate over time is told of cases enough: by months where weeks have few, and not at all where months do too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from components.figures.trend import trend
from components.panel.panel import answer_panel
from components.view.comparison import compared_answer
from components.view.page import Page, Panel
from components.view.reader import Reader, read
from data.reading.answer import Answer, Empty, Found
from data.reading.queries.services import measures, requests
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.published import published

FIRST, DAYS = date(2024, 1, 1), 547
DIGITAL = Panel("digital", measures.digital_take_up_by_month, trend)
#: Requests a day of each service: 42 a week; 7 a week and 28 to 31 a month; 5 a month.
A_DAY = {"bins": 6.0, "trees": 1.0, "boats": 1 / 6}


def _request(service: str, number: int) -> dict[str, Any]:
    """Completed in an hour; every third by the app, the others by the hotline."""
    asked = datetime(2024, 1, 1, 9) + timedelta(days=int(number / A_DAY[service]))
    return {
        "service_request_id": f"{service}{number}", "service_id": service, "status": "closed", "outcome": "completed",
        "channel": "hotline" if number % 3 else "app", "requested_datetime": asked,
        "closed_datetime": asked + timedelta(hours=1), "duplicate": False,
    }  # fmt: skip


@pytest.fixture
def reader(own_folders: Path) -> Reader:
    services = [{"service_id": each, "name_en": each, "department_id": "d", "department_en": "D"} for each in A_DAY]
    every = [_request(each, number) for each in A_DAY for number in range(int(DAYS * A_DAY[each]))]
    published(own_folders, "services", {"services": services, "requests": every})
    forget_settings()
    found = read({"city": CITY, "lang": "en", "since": "2024-07-01", "until": "2025-06-30"})
    assert found is not None
    return found


def of(reader: Reader, service: str) -> Reader:
    return replace(reader, filters=reader.filters.with_selection("service", [service]))


def told(reader: Reader, panel: Panel = DIGITAL) -> Answer:
    outcome = reader.ask(panel)
    assert isinstance(outcome, Found)
    return outcome.answer


def test_weeks_of_few_cases_are_told_by_month_and_a_month_of_few_is_a_gap(reader: Reader) -> None:
    assert told(of(reader, "bins")).one("time").unit == "week"
    trees = told(of(reader, "trees"))
    assert trees.one("time").unit == "month"
    assert dict(zip(trees.columns["month"], trees.columns["n"], strict=True))["2025-02-01"] == 28
    lacking = [month for month, share in zip(trees.columns["month"], trees.values(trees.one("value")), strict=True)
               if share is None]  # fmt: skip
    assert lacking == ["2025-02-01"], "of 28 requests; the others are of 30 and 31"
    assert told(of(reader, "trees"), Panel("count", requests.requests_by_month, trend)).one("time").unit == "week"


def test_a_rate_of_few_cases_in_every_month_is_not_drawn_and_the_panel_says_so(reader: Reader) -> None:
    few = of(reader, "boats")
    assert isinstance(few.ask(DIGITAL), Empty)
    body, _ = answer_panel(Page("services", domain="services", panels=(DIGITAL,)), DIGITAL, few)
    assert body.children == (  # type: ignore[union-attr]
        "Too few to say: nothing in this view has cases enough to judge or compare by (at least 30)."
    )


def test_two_views_stand_side_by_side_by_the_coarser_of_both(reader: Reader) -> None:
    """A year has weeks of enough cases, and so the two months that it is compared with go by week, not by day."""
    panel = replace(DIGITAL, compares=True)
    own = of(reader, "bins")
    own = replace(own, filters=replace(own.filters, compare="2024-01-01..2024-02-29"))
    compared = compared_answer(panel, own, told(own))
    assert isinstance(compared, tuple)
    assert [column.name for column in compared[0].schema] == [
        "week", "digital_take_up_share", "compared_digital_take_up_share"
    ]  # fmt: skip
    short = replace(own, filters=replace(own.filters, since=date(2024, 5, 1), until=date(2024, 6, 30),
                                         compare="2024-07-01..2025-06-30"))  # fmt: skip
    compared = compared_answer(panel, short, told(short))
    assert isinstance(compared, tuple) and compared[0].one("time").unit == "week"
