"""Everything filters everything: a span that is dragged, a bar, what is compared; Escape takes the last one back."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage
from tests.serving import Server

#: The plotting area of a panel's chart, in pixels of the page.
PLOT = """(key) => {
  const box = document.querySelector(`section[data-panel=${key}] .chart-area`).getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
}"""
VIEW_HAS = "([key, value]) => (window.citydeck.view()[key] || null) === value"


def wait_view(deck: DeckPage, key: str, value: str | None) -> None:
    deck.page.wait_for_function(VIEW_HAS, arg=[key, value])


def test_a_dragged_span_narrows_the_page_and_escape_takes_it_back(deck: DeckPage) -> None:
    deck.open("/services?city=riverton")
    deck.page.locator("section[data-panel=requests]").scroll_into_view_if_needed()
    x, y, width, height = deck.page.evaluate(PLOT, "requests")
    whole = deck.tiles()
    deck.page.mouse.move(x + width * 0.55, y + height / 2)
    deck.page.mouse.down()
    deck.page.mouse.move(x + width * 0.7, y + height / 2, steps=4)
    deck.page.mouse.move(x + width * 0.99, y + height / 2, steps=4)
    deck.page.mouse.up()
    deck.page.wait_for_function("() => Boolean(window.citydeck.view().since)")
    view = deck.view()
    assert "2024-06-01" <= view["since"] < view["until"] <= "2025-06-30"
    weekdays = [date.fromisoformat(view[end]).isoweekday() for end in ("since", "until")]
    assert weekdays == [1, 7], "a chart by week gives whole weeks"
    expect(deck.page.locator(".chips button.chip")).to_have_count(1)
    deck.wait_drawn()
    assert deck.tiles() != whole
    deck.page.locator("h1").click()
    deck.page.keyboard.press("Escape")
    wait_view(deck, "since", None)
    expect(deck.page.locator(".chips button.chip")).to_have_count(0)


def test_escape_takes_back_one_choice_after_the_other(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton")
    for choice in ("{channel: 'app'}", "{compare: 'NE'}", "{area: 'NW'}"):
        deck.page.evaluate(f"() => window.citydeck.select({choice})")
    deck.wait_in_sight()
    deck.page.locator("h1").click()
    for key in ("area", "compare", "channel"):
        deck.page.keyboard.press("Escape")
        wait_view(deck, key, None)
    assert deck.view().keys() == {"city", "lang"}
    assert not deck.heard.errors


def test_two_districts_are_compared_from_the_bar(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton&area=NW")
    deck.page.get_by_role("textbox", name="Compare with").click()
    deck.page.get_by_role("option", name="Northeast").click()
    wait_view(deck, "compare", "NE")
    chip = deck.page.locator(".chips button.chip")
    expect(chip).to_have_text("Compare withNortheast")
    expect(deck.page.locator(".tiles > *").first).to_contain_text("Northeast: 3")
    deck.wait_in_sight()
    chip.click()
    wait_view(deck, "compare", None)
    assert "compare" not in deck.page.url


def test_a_service_s_own_page_says_its_service_once(deck: DeckPage) -> None:
    deck.open_in_sight("/services/noise?city=riverton&service=noise&channel=app")
    deck.page.wait_for_function("() => !location.search.includes('service=')")
    expect(deck.page.locator(".chips > :first-child")).to_have_text("Noise complaint")
    deck.page.locator("h1").click()
    deck.page.keyboard.press("Escape")
    wait_view(deck, "channel", None)
    deck.page.keyboard.press("Escape")
    assert deck.view()["service"] == "noise"
    assert "/services/noise?" in deck.page.url


def test_panels_that_a_cell_cannot_fill_fold_into_one_and_come_back_with_the_district(
    open_deck: OpenDeck, map_cities: Server
) -> None:
    shown = "() => [...document.querySelectorAll('section[data-panel]:not([hidden])')].map((one) => one.dataset.panel)"
    with open_deck(map_cities.address) as deck:
        deck.open("/services?city=shenzhen&lang=en&area=440304")
        folded = deck.page.locator("[data-folded]")
        deck.page.evaluate("() => window.citydeck.select({ area: '440304-87411ca85ffffff' })")
        deck.wait_drawn()
        expect(folded).to_contain_text("Most requested services")
        assert "services" not in deck.page.evaluate(shown)
        deck.page.reload(wait_until="load")  # whoever opens it next
        deck.wait_drawn()
        expect(folded).to_contain_text("Most requested services")
        assert "services" not in deck.page.evaluate(shown)
        deck.page.evaluate("() => window.citydeck.select({ area: '440304' })")
        deck.wait_drawn()
        assert "services" in deck.page.evaluate(shown)
        expect(folded).not_to_contain_text("Most requested services")
        expect(deck.page.locator("section[data-panel=services] .bar").first).to_be_visible()


def test_an_id_that_no_record_knows_is_not_shown_as_noughts(deck: DeckPage) -> None:
    deck.page.goto("/services/no-such-service?city=riverton&lang=en")
    expect(deck.page.locator(".notice-unknown")).to_have_text("There are no records under this ID. See all: Services")
    expect(deck.page.locator(".grid")).to_be_hidden()
    expect(deck.page.locator(".tiles")).to_be_hidden()
    named = deck.page.locator(".filterbar > *:visible label")
    assert named.all_inner_texts() == ["City", "Find by name"]
    deck.page.locator(".notice-unknown a").click()
    expect(deck.page).to_have_url(re.compile("/services[?]"))
    expect(deck.page.locator(".tiles")).to_be_visible()
