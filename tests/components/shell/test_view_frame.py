"""Breadcrumb, chips and notices say where the reader is and how to get back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from components.shell import view_frame
from components.text import Words
from components.view.page import Page
from components.view.reader import Reader, read
from data.published.source import Source
from data.reading import schema
from tests.city_with_records import CITY, write_city

PAGE = Page(key="services", domain="services")


@pytest.fixture(autouse=True)
def here(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_city(own_folders / "cities")
    monkeypatch.setenv("CITYDECK_DEFAULT_CITY", CITY)


def _reader(**query: str) -> Reader:
    reader = read(query)
    assert reader is not None
    return reader


def _texts(component: Any) -> list[str]:
    """Every text under a component, in reading order."""
    if component is None or isinstance(component, str):
        return [component] if component else []
    if isinstance(component, list | tuple):
        return [text for each in component for text in _texts(each)]
    return _texts(getattr(component, "children", None))


def _patches(component: Any) -> list[dict[str, Any]]:
    """What a click on each button under a component changes in the view."""
    if isinstance(component, list | tuple):
        return [patch for each in component for patch in _patches(each)]
    if not hasattr(component, "to_plotly_json"):
        return []
    told = component.to_plotly_json()["props"].get("data-select")
    return [*([json.loads(told)] if told else []), *_patches(getattr(component, "children", None))]


def test_the_breadcrumb_leads_from_the_city_to_the_area() -> None:
    crumbs = view_frame.breadcrumb(_reader(area="SE-W"))
    assert _texts(crumbs) == ["Riverton", "Southeast", "Southeast West"]
    assert _patches(crumbs) == [{"area": None}, {"area": "SE"}]


def test_chips_take_one_filter_out_each() -> None:
    shown = view_frame.chips(
        Page("services", "services"), _reader(since="2025-01-01", until="2025-03-31", channel="app")
    )
    assert _texts(shown) == ["Period", "1 Jan 2025 – 31 Mar 2025", "Channel", "app"] or "App" in _texts(shown)[-1]
    assert _patches(shown) == [{"since": None, "until": None}, {"channel": None}]


def test_no_filter_no_chip() -> None:
    assert view_frame.chips(Page("services", "services"), _reader()) == []


def test_what_must_be_known_of_an_area_stands_above_its_page(own_folders: Path) -> None:
    file = own_folders / "cities" / CITY / "areas" / "district.geojson"
    noted = file.read_text("utf-8").replace(
        '"name_en": "Southeast"', '"name_en": "Southeast", "note_en": "With the port."'
    )
    file.write_text(noted, "utf-8")
    for area, told in (("SE", ["Southeast: With the port."]), ("SE-W", ["Southeast: With the port."]), ("NW", [])):
        assert _texts(view_frame.notices(_reader(area=area), {}, PAGE)) == told


def test_another_days_view_says_so() -> None:
    told = view_frame.notices(_reader(as_of="2025-03-01"), {}, PAGE)
    assert _texts(told) == ["This is the city as known on 1 Mar 2025, not as known today."]


def test_a_complaint_stands_above_the_page_as_text() -> None:
    told = view_frame.notices(_reader(**{"<b>x</b>": "1"}), {}, PAGE)
    assert _texts(told) == ["“<b>x</b>” in the address is not known and was ignored."]


def test_simulated_records_say_so() -> None:
    source = Source(CITY, "services", "1", "2025-06-30", "2025-07-01T00:00:00+00:00", "P1D", "fresh", True, ("x",))
    told = view_frame.notices(_reader(), {"services": source}, PAGE)
    assert _texts(told)[0].startswith("Simulated records")
    assert view_frame.notices(_reader(), {"fiscal": source}, PAGE) == []


def test_what_stands_in_for_damaged_records_is_said_where_they_are_shown() -> None:
    source = Source(
        CITY, "services", "1", "2025-06-30", "2025-07-01T00:00:00+00:00", "P1D", "fresh", False, ("x",), stands_in=True
    )
    told = view_frame.notices(_reader(lang="en"), {"services": source}, PAGE)
    assert _texts(told) == [
        "Services: the newest records cannot be read; those published on 1 Jul 2025 are shown until this is repaired."
    ]
    assert view_frame.notices(_reader(), {"fiscal": source}, PAGE) == []


def test_an_amount_is_told_as_on_the_tile_beside_it_and_a_number_without_idle_decimals() -> None:
    words = Words("en", "USD")
    assert view_frame.told_number(2_350_000, schema.detail("amount", "lcu"), words) == "$2.35M"
    assert view_frame.told_number(7.0, schema.detail("deadline_days", "days"), words) == "7 days"
    assert view_frame.told_number(7.5, schema.detail("deadline_days", "days"), words) == "7.5 days"
