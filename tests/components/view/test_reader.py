"""An address becomes a city, a view and words; what cannot be used is said, never raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from components.view.reader import Reader, read
from data.reading.queries.services.measures import counted_trend
from tests.city_with_records import CITY, write_city


@pytest.fixture
def here(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_city(own_folders / "cities")
    monkeypatch.setenv("CITYDECK_DEFAULT_CITY", CITY)


def _told(reader: Reader | None) -> list[tuple[str, str]]:
    assert reader is not None
    return [(complaint.key, complaint.subject) for complaint in reader.complaints]


def test_without_any_city_there_is_no_reader(own_folders: Path) -> None:
    assert read({"city": "chicago"}) is None


@pytest.mark.usefixtures("here")
def test_a_view_is_read_from_its_address() -> None:
    reader = read({"city": CITY, "since": "2025-01-01", "area": "SE-W", "channel": "app|web"})
    assert reader is not None
    assert reader.complaints == ()
    assert (reader.city.key, reader.filters.area, reader.filters.area_level) == (CITY, "SE-W", 2)
    assert reader.filters.selected("channel") == ("app", "web")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("query", "complaints"),
    [
        ({"city": "../.."}, [("unknown_city", "../..")]),
        ({"city": ["atlantis", CITY]}, [("repeated", "city")]),
        ({"since": "soon"}, [("not_a_date", "since=soon")]),
        ({"colour": "red"}, [("unknown_key", "colour")]),
        ({"area": "<b>"}, [("unknown_area", "<b>")]),
        ({"lang": "tlh"}, [("unknown_language", "tlh")]),
        ({"since": "2025-02-01", "until": "2025-01-01"}, [("until_before_since", "2025-02-01 > 2025-01-01")]),
    ],
)
def test_what_cannot_be_used_is_said(query: dict[str, object], complaints: list[tuple[str, str]]) -> None:
    reader = read(query)
    assert _told(reader) == complaints
    assert reader is not None
    assert reader.city.key == CITY


@pytest.mark.usefixtures("here")
def test_the_view_of_a_question_is_found_once_for_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its part needs it to ask ahead, to ask, and for each note under it."""
    reader = read({"city": CITY, "since": "2025-01-01"})
    assert reader is not None
    found = reader.view(counted_trend)
    assert found.since == date(2025, 1, 1)
    monkeypatch.setattr(Reader, "view_of", None)  # nothing can be found any more
    assert reader.view(counted_trend) is found
    with pytest.raises(TypeError):
        replace(reader, filters=reader.whole).view(counted_trend)
