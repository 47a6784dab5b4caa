"""A city of more single requests than are kept lists the newest, counts all, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from components.view.comparison import kept_note
from components.view.page import Panel
from components.view.reader import Reader, read
from data.publishing.cubes import services_newest
from data.reading.answer import answered
from data.reading.queries.services import measures, requests
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.published import published

SERVICE = {"service_id": "bins", "name_en": "Bins", "department_id": "streets", "department_en": "Streets"}
TABLE = Panel("requests", requests.requests, lambda found, words: {})


def _request(number: int) -> dict[str, object]:
    asked = datetime(2025, 5, 1, 9) + timedelta(days=number)
    return {
        "service_request_id": f"r{number}", "service_id": "bins", "status": "open", "outcome": "pending",
        "channel": "app", "requested_datetime": asked, "duplicate": False,
    }  # fmt: skip


@pytest.fixture
def reader(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Of a Riverton with a request a day from 1 to 10 May 2025, of which the newest four are kept."""
    monkeypatch.setattr(services_newest, "MOST_RECORDS", 4)
    published(own_folders, "services", {"services": [SERVICE], "requests": [_request(number) for number in range(10)]})
    forget_settings()
    found = read({"city": CITY, "lang": "en", "since": "2025-05-01", "until": "2025-05-10"})
    assert found is not None
    return found


def test_the_newest_are_listed_and_all_are_counted(reader: Reader) -> None:
    listed, counted = answered(reader.ask(TABLE)), answered(reader.ask(measures.counted_total))
    assert listed is not None
    assert counted is not None
    assert listed.columns["service_request_id"] == ["r9", "r8", "r7", "r6"]
    assert counted.records()[0]["requests"] == 10


def test_a_list_says_from_when_on_it_is_whole(reader: Reader) -> None:
    """Of 7 May some requests may be missing: from the 8th on all are there."""
    assert reader.kept_from(requests.requests) == date(2025, 5, 8)
    assert (
        kept_note(TABLE, reader) == "Individual records go back to 8 May 2025; older ones still count in every figure."
    )
    later = replace(reader, filters=replace(reader.filters, since=date(2025, 5, 8)))
    assert kept_note(TABLE, later) == ""


def test_what_lists_no_single_records_has_nothing_to_say(reader: Reader) -> None:
    assert reader.kept_from(measures.counted_total) is None
