"""The filter bar offers what the city has, set to the reader's view."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from components import ids
from components.shell import registry
from components.shell.filter_bar import filter_bar
from components.view.page import Page
from components.view.reader import Reader, read
from data.published.source import Source
from data.reading.store import store
from tests.city_with_records import CITY


@pytest.fixture
def page(client: FlaskClient) -> Page:
    """The page on food safety, with Riverton's settings in force."""
    return registry.pages()["food_safety"]


def _reader(**view: str) -> Reader:
    reader = read({"city": CITY, **view})
    assert reader is not None
    return reader


def _source() -> Source:
    return store().versions(CITY).sources()["food_safety"]


def _controls(page: Page, reader: Reader, source: Source | None) -> dict[str, Any]:
    """The controls of the bar by what they choose."""
    named = [
        each for each in filter_bar(page, reader, source)._traverse() if isinstance(getattr(each, "id", None), dict)
    ]
    return {each.id["dimension"]: each for each in named}


def _control(page: Page, name: str, reader: Reader) -> Any:
    return _controls(page, reader, _source())[name]


def test_areas_are_offered_by_name_and_the_chosen_one_below_them(page: Page) -> None:
    control = _control(page, ids.AREA, _reader(area="NW-W"))
    assert [option["label"] for option in control.data] == [
        "Northeast", "Northwest", "Southeast", "Southwest", "Northwest West",
    ]  # fmt: skip
    assert (control.value, control.label) == ("NW-W", "District")


def test_a_period_that_is_not_chosen_says_what_the_figures_are_of(page: Page, client: FlaskClient) -> None:
    """Where each figure says a period of its own, the calendar does not say another."""
    pages, sources = registry.pages(), store().versions(CITY).sources()

    def told(name: str, reader: Reader) -> str:
        return str(_controls(pages[name], reader, sources.get(name))[ids.PERIOD].placeholder)

    assert [told(name, _reader()) for name in ("overview", "fiscal", "economy")] == ["Each figure's own"] * 3
    assert told("services", _reader()) == "All records"  # as the tiles of this city say
    assert told("overview", _reader(since="2025-01-01", until="2025-01-31")) == "1 Jan 2025 – 31 Jan 2025"
    assert told("fiscal", _reader(payee="acme")) == "All records"


def test_the_last_weeks_end_where_the_records_end(page: Page) -> None:
    presets = _control(page, ids.PERIOD, _reader()).presets
    assert [preset["value"] for preset in presets] == [
        ["2025-06-03", "2025-06-30"], ["2025-04-01", "2025-06-30"], ["2024-07-01", "2025-06-30"],
            ["2024-02-12", "2025-06-30"],
    ]  # fmt: skip


def test_a_dimension_offers_the_values_that_the_records_have(page: Page) -> None:
    control = _control(page, "facility_type", _reader(facility_type="Bakery"))
    assert sorted(option["value"] for option in control.data) == ["Bakery", "Restaurant", "School"]
    assert control.value == ["Bakery"]


@pytest.mark.parametrize(
    ("language", "labels"), [("en", ["Bakery", "Restaurant", "School"]), ("zh", ["School", "餐馆", "烘焙店"])]
)
def test_values_stand_as_the_reader_looks_them_up(page: Page, language: str, labels: list[str]) -> None:
    control = _control(page, "facility_type", _reader(lang=language))
    assert [option["label"] for option in control.data] == labels


def test_the_steps_of_a_scale_keep_their_order(page: Page) -> None:
    control = _control(page, "risk_class", _reader(lang="zh"))
    assert [option["value"] for option in control.data] == sorted(option["value"] for option in control.data)


def test_without_records_there_is_no_dimension_to_choose(page: Page) -> None:
    assert list(_controls(page, _reader(as_of="2001-01-01"), None)) == [ids.CITY, ids.PERIOD, ids.AREA]
