"""A chart of a city with a floor says that days of too few people are not shown, where it seems to have none."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from components.figures.ranking import ranking
from components.panel.panel import answer_panel
from components.tile.tiles import TileAnswer, absence_text, answer_tile
from components.view.comparison import few_people_note
from components.view.page import Page, Panel, Tile
from components.view.reader import Reader, read
from data.reading.answer import Answer, answered
from data.reading.queries.services import rankings, requests
from data.reading.question import Question
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.published import Rows, published

SERVICE = {"service_id": "bins", "name_en": "Bins", "department_id": "streets", "department_en": "Streets"}
#: Requests of 1 to 4 May 2025, half of them by app: what is added to a count is 8 at most, and 10 are broken down.
REQUESTS_A_DAY = (60, 60, 1, 60)
#: Four requests of half an hour each: too few for any group of them to be shown.
FEW = 4
SAID = "Days with too few people (under 10) are not shown: a gap or 0 here need not mean nobody."


def _requests() -> Rows:
    return [
        {
            "service_request_id": f"r{day}-{number}", "service_id": "bins", "status": "open", "outcome": "pending",
            "channel": ("app", "web")[number % 2], "requested_datetime": datetime(2025, 5, day, 9),
            "duplicate": False,
        }
        for day, count in enumerate(REQUESTS_A_DAY, 1)
        for number in range(count)
    ]  # fmt: skip


def _asked(question: Question, **asked: str) -> tuple[Panel, Answer, Reader]:
    view = {"city": CITY, "lang": "en", "since": "2025-05-01", "until": "2025-05-04", **asked}
    reader, panel = read(view), Panel("chart", question, lambda found, words: {})
    assert reader is not None
    answer = answered(reader.ask(panel))
    assert answer is not None
    return panel, answer, reader


@pytest.fixture(scope="module")
def records() -> dict[str, Rows]:
    return {"services": [SERVICE], "requests": _requests()}


def test_days_of_few_people_are_said_not_to_be_shown(own_folders: Path, records: dict[str, Rows]) -> None:
    published(own_folders, "services", records, floor=5)
    forget_settings()
    panel, answer, reader = _asked(requests.channels_by_month)
    assert sorted(set(answer.columns["day"])) == ["2025-05-01", "2025-05-02", "2025-05-04"]
    assert few_people_note(panel, answer, reader) == SAID
    chosen = _asked(requests.requests_by_month, channel="app")
    assert chosen[1].columns["requests"][2] == 0 and few_people_note(*chosen) == SAID
    alone = _asked(requests.channels_by_month, since="2025-05-03", until="2025-05-03")
    assert alone[1].rows == 0 and few_people_note(*alone) == SAID


def test_a_chart_that_leaves_out_nothing_says_nothing(own_folders: Path, records: dict[str, Rows]) -> None:
    """Two days of many people; requests that nothing breaks down; a ranking, which has no days."""
    published(own_folders, "services", records, floor=5)
    forget_settings()
    assert few_people_note(*_asked(requests.channels_by_month, until="2025-05-02")) == ""
    assert few_people_note(*_asked(requests.requests_by_month)) == ""
    assert few_people_note(*_asked(rankings.requests_by_service)) == ""
    assert few_people_note(*_asked(rankings.requests_by_service, service="bins")) == ""


def test_few_people_are_not_said_to_be_none(own_folders: Path) -> None:
    """Four requests, each closed: neither a median nor a breakdown says that the data have none of them."""
    closed = [
        {**row, "status": "closed", "outcome": "completed", "closed_datetime": datetime(2025, 5, 1, 9, 30)}
        for row in _requests()[:FEW]
    ]
    published(own_folders, "services", {"services": [SERVICE], "requests": closed}, floor=5)
    forget_settings()
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    trend = requests.days_to_close_by_month
    median = Tile("median", requests.days_to_close_median_total, trend, "days_to_close_median", spark="median_days")
    ranked = Panel("services", rankings.requests_by_service, ranking)
    page = Page("services", domain="services", tiles=(median,), panels=(ranked,))
    shown = answer_tile(median, reader)
    assert isinstance(shown, TileAnswer) and shown.row.n == 0
    assert absence_text(median, shown, reader) == "none, or too few to say"
    body, _ = answer_panel(page, ranked, reader)
    assert body.children == "None, or too few people to say: small groups are not shown."  # type: ignore[union-attr]


def test_a_ranking_inside_a_choice_says_that_it_lacks_groups_of_few(
    own_folders: Path, records: dict[str, Rows]
) -> None:
    published(own_folders, "services", records, floor=5)
    forget_settings()
    ranked = _asked(rankings.requests_by_service, channel="app")
    assert 60 <= sum(ranked[1].columns["requests"]) < 120, "the third of May is not in it"
    assert few_people_note(*ranked) == (
        "Groups of too few people a month (under 10; a day where a month is cut) are missing here and from the sum."
    )


def test_a_city_without_a_floor_shows_every_day(own_folders: Path, records: dict[str, Rows]) -> None:
    few = [row for row in records["requests"] if row["requested_datetime"].date() != date(2025, 5, 2)]
    published(own_folders, "services", records | {"requests": few})
    forget_settings()
    panel, answer, reader = _asked(requests.channels_by_month)
    assert sorted(set(answer.columns["day"])) == ["2025-05-01", "2025-05-03", "2025-05-04"]
    assert few_people_note(panel, answer, reader) == ""
