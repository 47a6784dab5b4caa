"""A page opens on a stated period: every tile, chart, map and export of it is of those days."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from components.view.reader import Reader, read
from data.reading.answer import answered
from data.reading.queries.services import measures, outlook, requests
from tests.city_with_records import CITY


def opening(rule: str) -> Reader:
    """The reader of Riverton where its services open on that; its requests go from 5 February 2024 to 23 June 2025."""
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    return replace(reader, city=replace(reader.city, opens_on={"services": rule}))


@pytest.mark.usefixtures("client")
def test_the_last_complete_months_or_days() -> None:
    view = opening("P12M").view(measures.counted_total)
    assert (view.since, view.until) == (date(2024, 6, 1), date(2025, 5, 31))
    view = opening("P30D").view(measures.counted_total)
    assert (view.since, view.until) == (date(2025, 5, 25), date(2025, 6, 23))
    assert opening("all").view(measures.counted_total).since is None


@pytest.mark.usefixtures("client")
def test_how_things_stand_now_has_no_end() -> None:
    for question in (requests.backlog_total, outlook.requests_by_day):
        view = opening("P12M").view(question)
        assert (view.since, view.until) == (date(2024, 6, 1), None)


@pytest.mark.usefixtures("client")
def test_a_chosen_period_is_kept() -> None:
    reader = opening("P12M")
    chosen = replace(reader, filters=replace(reader.filters, since=date(2025, 1, 1)))
    assert chosen.view(measures.counted_total) == chosen.filters


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("rule", ["P12M", "P3M", "all"])
def test_tile_chart_map_and_ranking_are_of_the_same_days(rule: str) -> None:
    reader = opening(rule)

    def total(question: object, column: str) -> int:
        answer = answered(reader.ask(question))  # type: ignore[arg-type]
        assert answer is not None
        return sum(value or 0 for value in answer.columns[column])

    tile = total(measures.counted_total, "requests")
    assert total(requests.requests_by_service, "requests") == tile
    assert total(requests.request_places, "total") == tile


def test_an_export_holds_what_its_page_shows(client: FlaskClient, riverton: dict[str, str]) -> None:
    """Riverton's own pack opens on all records: 7 requests for potholes and 5 complaints about noise."""
    rows = json.loads(client.get(f"/export/services/services.json?city={CITY}&lang=en").data)["rows"]
    assert [row[2] for row in rows] == [7, 5]
    assert Path(riverton["CITYDECK_CITIES_DIR"]).is_dir()
