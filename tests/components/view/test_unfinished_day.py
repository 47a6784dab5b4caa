"""A city that tells its days while they go on: what is of hours only is neither drawn nor compared as a day or a month.

Riverton tells its requests at noon of 28 February 2025: four on each day, two on that one so far; a year earlier four.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from dash import Dash

from components.shell import registry
from components.tile.tiles import TileAnswer, answer_tile, own_change, period_text
from components.view.page import Tile
from components.view.reader import Reader, read
from data.reading.answer import answered
from data.reading.queries.services import by_calendar, measures, outlook, requests
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.published import Rows, published
from tests.serving import folders

TODAY = date(2025, 2, 28)


def requests_tile() -> Tile:
    return registry.pages()["services"].tiles[0]


def told() -> Rows:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range((TODAY - date(2024, 1, 1)).days + 1)]
    return [
        {"service_request_id": f"{day}-{number}", "service_id": "noise", "status": "open", "outcome": "pending",
         "channel": "app", "requested_datetime": datetime(day.year, day.month, day.day, 8 + number), "duplicate": False}
        for day in days for number in range(2 if day == TODAY else 4)
    ]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def city(dashboard: Dash, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    root: Path = tmp_path_factory.mktemp("unfinished")
    made = {"scope": "city", "scope_id": "city", "low80": 1.0, "high80": 9.0, "method": "counted", "expected": 4.0}
    ahead = [made | {"made_on": date(2025, 2, 27), "day": TODAY + timedelta(days=number)} for number in range(3)]
    tables: dict[str, Rows] = {
        "services": [{"service_id": "noise", "name_en": "Noise", "department_id": "police", "department_en": "Police"}],
        "requests": told(), "forecasts": ahead,
    }  # fmt: skip
    published(root, "services", tables, data_as_of=datetime(2025, 2, 28, 12), cadence="P1D")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**folders(root), "CITYDECK_DEFAULT_CITY": CITY}.items():
            patch.setenv(name, value)
        forget_settings()
        yield
    forget_settings()


def reader_of(**asked: str) -> Reader:
    reader = read({"city": CITY, "lang": "en", **asked})
    assert reader is not None
    return reader


def test_the_expected_day_goes_on_where_whole_days_end() -> None:
    answer = answered(reader_of(since="2025-02-01").ask(outlook.requests_by_day))
    assert answer is not None
    days = [(row["day"], row["requests"], row["expected"]) for row in answer.records()][-5:]
    assert days == [
        ("2025-02-26", 4, None), ("2025-02-27", 4, None),
        ("2025-02-28", None, 4), ("2025-03-01", None, 4), ("2025-03-02", None, 4),
    ]  # fmt: skip


def test_a_chart_by_day_ends_with_yesterday() -> None:
    answer = answered(reader_of(since="2025-02-01").ask(requests.requests_by_month))
    assert answer is not None
    assert set(answer.columns["requests"]) == {4}
    assert max(answer.columns["day"]) == "2025-02-27"


def test_a_month_that_is_not_over_is_no_complete_one() -> None:
    """Its 28th is there, and it is the last one: until midnight the page opens on the months before."""
    reader = reader_of()
    reader = replace(reader, city=replace(reader.city, opens_on={"services": "P2M"}))
    view = reader.view(measures.counted_total)
    assert (view.since, view.until) == (date(2024, 12, 1), date(2025, 1, 31))
    answer = answered(reader_of(since="2024-12-01", until="2025-02-28").ask(by_calendar.season))
    assert answer is not None
    shown = {(row["month_of_year"], str(row["year"])[:4]) for row in answer.records() if row["requests_per_day"]}
    assert shown == {(12, "2024"), (1, "2025")}


def test_tile_and_change_are_of_the_days_that_are_over() -> None:
    for asked in ({"since": "2025-02-01", "until": "2025-02-28"}, {"since": "2025-02-01"}):
        reader = reader_of(**asked)
        view = reader.view(measures.counted_total)
        answer = answer_tile(requests_tile(), reader)
        assert isinstance(answer, TileAnswer)
        assert (view.until, answer.row.value, answer.row.before) == (date(2025, 2, 27), 27 * 4, 27 * 4)


def test_today_alone_says_its_number_so_far_and_no_change() -> None:
    reader = reader_of(since="2025-02-28", until="2025-02-28")
    answer = answer_tile(requests_tile(), reader)
    assert isinstance(answer, TileAnswer)
    assert answer.row.value == 2
    tile = requests_tile()
    assert own_change(tile, answer, reader, reader.view(tile)) is None
    assert period_text(tile, reader) == "28 Feb 2025, not yet complete"


def test_what_is_open_is_of_now() -> None:
    answer = answered(reader_of().ask(requests.backlog_total))
    assert answer is not None
    assert answer.columns["value"] == [len(told())]
