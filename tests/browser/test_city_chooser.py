"""A city is chosen by typing: by its name in another language, and the last ones come first where there are many."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.deck_page import DeckPage


def chooser(deck: DeckPage) -> Locator:
    return deck.page.get_by_role("textbox", name="City")


def test_a_city_is_found_by_its_name_in_another_language(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton&lang=en")
    chooser(deck).click()
    chooser(deck).fill("河镇")
    options = deck.page.get_by_role("option")
    expect(options).to_have_text(["Riverton"])
    options.first.click()
    chooser(deck).blur()
    expect(chooser(deck)).to_have_value("Riverton")
    assert deck.view()["city"] == "riverton"
    assert deck.page.evaluate("JSON.parse(localStorage.getItem('citydeck-recent-cities'))") == ["riverton"]
    assert not deck.heard.errors


def test_what_no_city_is_called_is_said_and_nothing_is_chosen(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton&lang=en")
    chooser(deck).click()
    chooser(deck).fill("zeppelin")
    expect(deck.page.get_by_text("No match")).to_be_visible()
    chooser(deck).press("Escape")
    assert deck.view()["city"] == "riverton"
