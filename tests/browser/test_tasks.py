"""What three readers come for, done as they would: the mayor's office, heads of departments, an analyst.

Each begins on a page of the navigation and may click so often and no more; a name that is typed counts as one click.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.deck_page import DeckPage


class Reader:
    """Somebody at a page, whose clicks are counted."""

    def __init__(self, deck: DeckPage) -> None:
        self.page = deck.page
        self.clicks = 0
        self._deck = deck

    def begin(self, path: str) -> None:
        self._deck.open_in_sight(f"{path}?city=riverton&lang=en")

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def find(self, typed: str, name: str) -> None:
        """Type a part of a name and choose it."""
        self.page.get_by_role("combobox", name="Find by name").press_sequentially(typed)
        self.clicks += 1
        self.click(self.page.get_by_role("option", name=re.compile(f"^{name}")).first)

    def panel(self, key: str) -> Locator:
        panel = self.page.locator(f"section[data-panel={key}]")
        panel.scroll_into_view_if_needed()
        return panel

    def tile(self, label: str) -> Locator:
        return self.page.locator(".tiles > *").filter(has=self.page.get_by_text(label, exact=True))


@pytest.fixture
def reader(deck: DeckPage) -> Reader:
    return Reader(deck)


def test_mayor_how_many_requests_came_and_how_many_wait(reader: Reader) -> None:
    reader.begin("/services")
    expect(reader.tile("Requests")).to_contain_text("12")
    expect(reader.tile("Backlog")).to_contain_text("1")
    assert reader.clicks == 0


def test_mayor_which_district_asks_most_for_its_size(reader: Reader) -> None:
    reader.begin("/services")
    reader.click(reader.page.get_by_text("Map as a list"))
    expect(reader.page.locator(".areas li").first).to_contain_text("Northwest")
    assert reader.clicks <= 1


def test_mayor_what_is_asked_most_in_one_district(reader: Reader) -> None:
    reader.begin("/")
    reader.find("northw", "Northwest")
    expect(reader.page.locator(".subject")).to_have_text("Northwest")
    expect(reader.panel("services").locator("tbody:not([hidden]) tr").first).to_contain_text("Pothole repair")
    assert reader.clicks <= 2


def test_head_of_roads_which_deadline_a_service_has_and_how_it_is_met(reader: Reader) -> None:
    reader.begin("/services")
    reader.click(reader.panel("services").get_by_role("button", name="Pothole repair"))
    reader.click(reader.page.get_by_role("link", name="Open this service"))
    expect(reader.page.locator(".subject-told")).to_have_text("Roads · Deadline: 7 days")
    expect(reader.panel("deadline").locator(".plot-column").first).to_be_visible()
    assert reader.clicks <= 2


def test_head_of_roads_what_came_by_app(reader: Reader) -> None:
    reader.begin("/services")
    reader.click(reader.panel("by_channel").get_by_role("button", name="App"))
    expect(reader.tile("Requests")).to_contain_text("5")
    assert reader.clicks <= 1


def test_head_of_roads_which_request_of_a_district_is_the_newest(reader: Reader) -> None:
    reader.begin("/services")
    reader.find("northw", "Northwest")
    expect(reader.panel("requests_table").locator("tbody tr").first).to_contain_text("r05")
    assert reader.clicks <= 2


def test_head_of_food_safety_which_premises_of_a_district_failed_and_what_the_last_visit_found(reader: Reader) -> None:
    reader.begin("/food-safety")
    reader.find("northe", "Northeast")
    reader.click(reader.panel("premises").get_by_role("link", name="Harbour Grill"))
    first = reader.panel("timeline").locator("li").first
    expect(first).to_contain_text("13 Jan 2025")
    expect(first).to_contain_text("Failed")
    assert reader.clicks <= 3


def test_head_of_food_safety_where_a_restaurant_lies(reader: Reader) -> None:
    reader.begin("/food-safety")
    reader.find("harb", "Harbour Grill")
    expect(reader.page.locator(".subject-told")).to_contain_text("3 Quay")
    expect(reader.page.locator(".map-frame path.point").first).to_be_attached()
    assert reader.clicks <= 2


def test_analyst_which_departments_paid_somebody(reader: Reader) -> None:
    reader.begin("/fiscal")
    reader.find("acme", "Acme Ltd")
    expect(reader.page.locator(".subject")).to_have_text("Acme Ltd")
    expect(reader.panel("lines").locator("tbody tr").first).to_contain_text("2024")
    assert reader.clicks <= 2


def test_analyst_takes_the_records_of_a_chart_away(reader: Reader) -> None:
    reader.begin("/services")
    panel = reader.panel("requests")
    reader.click(panel.locator("details.menu > summary"))
    with reader.page.expect_download() as taken:
        reader.click(panel.get_by_role("button", name="Records (CSV)", exact=True))
    assert taken.value.suggested_filename.endswith(".csv")
    assert reader.clicks <= 2
