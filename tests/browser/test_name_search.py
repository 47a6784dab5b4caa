"""A service is found by typing part of its name, and becomes a filter or is opened."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.deck_page import DeckPage


def box(deck: DeckPage) -> Locator:
    return deck.page.get_by_role("combobox", name="Find by name")


def test_a_service_is_found_chosen_and_let_go_by_keyboard(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton")
    box(deck).press_sequentially("comp noi")
    options = deck.page.get_by_role("option")
    expect(options).to_have_text(["Noise complaintService"])
    expect(box(deck)).to_have_attribute("aria-expanded", "true")
    box(deck).press("ArrowDown")
    expect(box(deck)).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    box(deck).press("Enter")
    deck.page.wait_for_function("() => window.citydeck.view().service === 'noise'")
    chip = deck.page.locator(".chips button.chip")
    expect(chip).to_contain_text("Noise complaint")
    expect(options).to_have_count(0)
    expect(box(deck)).to_have_value("")
    box(deck).press_sequentially("noise")
    expect(options).to_have_attribute("aria-selected", "true")
    box(deck).press("Escape")
    expect(box(deck)).to_have_attribute("aria-expanded", "false")
    assert deck.view()["service"] == "noise", "Escape closes the list before it takes a choice back"
    assert not deck.heard.errors


def test_a_service_is_opened_from_the_page_of_another(deck: DeckPage) -> None:
    deck.open_in_sight("/services/noise?city=riverton&channel=app")
    box(deck).press_sequentially("pothole")
    options = deck.page.get_by_role("option")
    expect(options).to_have_text(["Pothole repairService"])
    options.first.click()
    deck.page.wait_for_url("**/services/pothole?**")
    expect(deck.page.locator("h1")).to_be_visible()


def test_what_no_service_is_called_is_said(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton")
    box(deck).press_sequentially("zeppelin")
    expect(deck.page.locator(".name-search [role=status]")).to_have_text("No name matches")
    box(deck).press("Enter")
    assert "service" not in deck.view()


def test_premises_and_districts_are_found_in_the_same_box(deck: DeckPage) -> None:
    deck.open_in_sight("/?city=riverton")
    box(deck).press_sequentially("north")
    options = deck.page.get_by_role("option")
    expect(options).to_have_text(
        [
            "NorthwestArea",
            "NortheastArea",
            "Northwest WestArea",
            "Northwest EastArea",
            "Northeast WestArea",
            "Northeast EastArea",
        ]
    )
    options.first.click()
    deck.page.wait_for_url("**/areas/NW?**")
    expect(deck.page.locator(".subject")).to_have_text("Northwest")
    box(deck).press_sequentially("grill")
    expect(options).to_have_text(["Harbour GrillPremises"])
    box(deck).press("Enter")
    deck.page.wait_for_url("**/food-safety/p3?**")
    expect(deck.page.locator(".subject")).to_have_text("Harbour Grill")
