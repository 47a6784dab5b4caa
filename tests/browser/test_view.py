"""One view: a click, a filter, the back button and a link opened elsewhere all show the same thing everywhere."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage

#: The shape that lies farthest to the north-west: the district Northwest, or in it the block Northwest West.
NORTH_WEST = """() => {
  const shapes = [...document.querySelectorAll(".leaflet-pane path.leaflet-interactive")];
  const boxes = shapes.map((shape) => shape.getBoundingClientRect());
  const found = boxes.filter((box) => box.width > 4).sort((a, b) => a.x + a.y - b.x - b.y)[0];
  return [found.x + found.width / 2, found.y + found.height / 2];
}"""


def asked(page: Page) -> dict[str, list[str]]:
    """The keys of the address in the bar."""
    return parse_qs(urlsplit(page.url).query)


def click_north_west(deck: DeckPage) -> None:
    """Click in the middle of the map's north-western area, once the map stands still."""
    deck.wait_map(2)
    deck.page.wait_for_timeout(400)
    x, y = deck.page.evaluate(NORTH_WEST)
    deck.page.mouse.click(x, y)


def wait_area(deck: DeckPage, area: str | None) -> None:
    """Wait until the view is of that area, and everything is drawn again."""
    deck.page.wait_for_function("(area) => (window.citydeck.view().area || null) === area", arg=area)
    deck.wait_drawn()


def test_a_click_on_an_area_moves_every_chart_and_the_address(open_deck: OpenDeck) -> None:
    with open_deck() as deck:
        deck.open("/food-safety")
        before, charts, tiles = deck.panels(), deck.charts(), deck.tiles()
        assert len(charts) >= 3
        click_north_west(deck)
        wait_area(deck, "NW")
        deck.wait_panels_differ(before, charts)
        assert deck.tiles() != tiles
        assert asked(deck.page)["area"] == ["NW"]
        expect(deck.page.locator(".breadcrumb li")).to_have_text(["Riverton", "Northwest"])
        shown, address = deck.panels(), deck.page.url

        with open_deck() as elsewhere:
            elsewhere.open(address)
            assert {key: elsewhere.panels()[key] for key in charts} == {key: shown[key] for key in charts}
            expect(elsewhere.page.locator(".breadcrumb li")).to_have_text(["Riverton", "Northwest"])


def test_the_way_down_and_back_up(deck: DeckPage) -> None:
    deck.open("/food-safety")
    charts = deck.charts()
    city = {key: shown for key, shown in deck.panels().items() if key in charts}
    click_north_west(deck)
    wait_area(deck, "NW")
    click_north_west(deck)
    wait_area(deck, "NW-W")
    expect(deck.page.locator(".breadcrumb li")).to_have_text(["Riverton", "Northwest", "Northwest West"])
    deck.page.go_back()
    wait_area(deck, "NW")
    deck.page.go_back()
    wait_area(deck, None)
    deck.page.wait_for_function("() => !location.search.includes('area=')")
    deck.wait_drawn()
    assert {key: shown for key, shown in deck.panels().items() if key in charts} == city


def test_the_breadcrumb_leads_back_up(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton&area=NW-W")
    deck.page.locator(".breadcrumb button", has_text="Riverton").click()
    deck.page.wait_for_function("() => !window.citydeck.view().area")
    expect(deck.page.locator(".breadcrumb li")).to_have_text(["Riverton"])


def test_a_period_narrows_every_chart(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton")
    whole = deck.tiles()
    deck.page.evaluate("() => window.citydeck.period('2025-01-01', '2025-06-30')")
    deck.page.wait_for_function(
        "(whole) => [...document.querySelectorAll('.tiles > *')].map((t) => t.innerText).join() !== whole.join()",
        arg=whole,
    )
    assert asked(deck.page) == {
        "city": ["riverton"], "since": ["2025-01-01"], "until": ["2025-06-30"], "lang": ["en"],
    }  # fmt: skip
    assert deck.page.locator(".chips button.chip").count() == 1
    deck.page.locator(".chips button.chip").click()
    deck.page.wait_for_function("() => !location.search.includes('since')")


@pytest.mark.parametrize("address", ["/services", "/food-safety"])
def test_under_the_map_everything_adds_up(deck: DeckPage, address: str) -> None:
    deck.open(address)
    words = deck.page.locator(".map-places").inner_text()
    numbers = [
        int(word.replace(",", "")) for word in words.replace("=", " ").split() if word.replace(",", "").isdigit()
    ]
    *parts, total = numbers
    assert total > 0
    assert sum(parts) == total


def test_a_chip_of_a_dimension_is_added_by_a_link_and_removed_by_a_click(deck: DeckPage) -> None:
    deck.open_in_sight("/services?city=riverton&channel=app")
    chip = deck.page.locator(".chips button.chip")
    expect(chip).to_have_count(1)
    narrowed = deck.tiles()
    chip.click()
    deck.page.wait_for_function("() => !location.search.includes('channel')")
    deck.page.wait_for_function(
        "(before) => [...document.querySelectorAll('.tiles > *')].map((t) => t.innerText).join() !== before.join()",
        arg=narrowed,
    )


def test_the_slider_goes_back_to_an_earlier_day_by_keyboard_and_the_back_button_returns(open_deck: OpenDeck) -> None:
    as_of = "() => window.citydeck.view().as_of ?? null"
    with open_deck() as deck:
        deck.open_in_sight("/economy")
        slider, tiles = deck.page.get_by_role("slider"), deck.tiles()
        expect(slider).to_have_attribute("aria-valuenow", "2")
        slider.press("ArrowLeft")
        deck.page.wait_for_function(f"() => ({as_of})() === '2025-02-28'")
        deck.wait_in_sight()
        assert asked(deck.page)["as_of"] == ["2025-02-28"]
        assert deck.tiles() != tiles
        expect(deck.page.locator(".notice-as-of")).to_contain_text("28 Feb 2025")
        expect(deck.page.locator(".vintage-day")).to_contain_text("Feb")
        deck.page.go_back()
        deck.page.wait_for_function(f"() => ({as_of})() === null")
        deck.wait_in_sight()
        assert deck.tiles() == tiles
        expect(slider).to_have_attribute("aria-valuenow", "2")
