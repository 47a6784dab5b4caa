"""Every page, in dark and in light: drawn to its last panel, from our own host alone, without an error."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, OpenDeck
from tests.browser.deck_page import DeckPage
from tests.browser.words_in_sight import UNREADABLE

#: Address, word in the navigation, heading, whether it has a map, and the least number of charts.
PAGES = (
    ("/", "Overview", "Overview", True, 0),
    ("/services", "Services", "Services", True, 3),
    ("/food-safety", "Food safety", "Food safety", True, 3),
    ("/fiscal", "Fiscal risk", "Fiscal risk", True, 3),
    ("/economy", "Economy", "Economy", True, 3),
    ("/data", "Data", "Can I trust what I see?", False, 0),
)
DISTRICTS = 4
PHONE = (390, 844)


@pytest.mark.parametrize(("address", "_word", "heading", "has_map", "charts"), PAGES)
def test_page_is_drawn(open_deck: OpenDeck, address: str, _word: str, heading: str, has_map: bool, charts: int) -> None:
    """In dark on a desk that becomes a phone in light, whose width it fits; other tests' pages are light on a desk."""
    with open_deck(color_scheme="dark") as deck:
        deck.open(address)
        for scheme, size in (("dark", DESKTOP), ("light", PHONE)):
            deck.page.set_viewport_size({"width": size[0], "height": size[1]})
            deck.page.emulate_media(color_scheme=scheme)
            deck.page.wait_for_function("(wanted) => document.documentElement.dataset.theme === wanted", arg=scheme)
            deck.wait_drawn()
            assert deck.page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
            expect(deck.page.locator("h1")).to_have_text(heading)
            assert deck.page.locator(".panel .chart").count() >= charts
            assert deck.page.locator(".panel [role=alert], .tiles [role=alert]").all_inner_texts() == []
            if size == PHONE:
                assert deck.page.evaluate(UNREADABLE) == []
            if has_map:
                deck.wait_map(DISTRICTS)
                assert deck.page.locator(".tiles > *").count() >= 3
                # Riverton's rates are of fewer than 30 cases each: a tile has a number, or says that they are too few.
                without = [tile for tile in deck.tiles() if "–" in tile.splitlines()[:2]]
                assert [tile for tile in without if "too few to say" not in tile] == []
                assert len(without) < len(deck.tiles())


def test_navigation_leads_to_every_page(deck: DeckPage) -> None:
    deck.open_in_sight("/")
    links = deck.page.locator("nav.nav a")
    assert links.all_inner_texts() == [word for _, word, *_ in PAGES]
    for address, word, heading, *_ in PAGES:
        links.filter(has_text=word).click()
        expect(deck.page.locator("h1")).to_have_text(heading)
        assert deck.page.url.partition("?")[0].endswith(address)


def test_overview_needs_no_scrolling_sideways(open_deck: OpenDeck) -> None:
    with open_deck(size=(1920, 1080)) as deck:
        deck.open("/")
        assert deck.page.evaluate("() => document.documentElement.scrollWidth") <= 1920


def test_dark_and_light_switch_without_a_request(open_deck: OpenDeck) -> None:
    with open_deck(color_scheme="dark") as deck:
        deck.open_in_sight("/food-safety")
        dark = deck.background()
        before = len(deck.heard.requests)
        for machine in ("light", "dark"):
            deck.page.emulate_media(color_scheme=machine)
            deck.page.wait_for_function("(wanted) => document.documentElement.dataset.theme === wanted", arg=machine)
        deck.page.locator("[data-theme-switch]").click()
        deck.page.wait_for_function("(dark) => getComputedStyle(document.body).backgroundColor !== dark", arg=dark)
        # A page asks for new snapshots every few seconds, whatever its reader does.
        assert [url for url in deck.heard.requests[before:] if "/api/snapshots/" not in url] == []
        light = deck.background()
        for machine in ("light", "dark"):  # which decides for those alone who chose nothing
            deck.page.emulate_media(color_scheme=machine)
        assert deck.background() == light
        deck.page.reload(wait_until="load")
        deck.wait_in_sight()
        assert deck.background() == light != dark


def test_answers_carry_the_headers_that_keep_a_page_ours(deck: DeckPage) -> None:
    response = deck.page.goto("/")
    assert response is not None
    headers = response.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_an_overview_of_a_city_that_lacks_domains_scrolls_and_keeps_its_map(open_deck: OpenDeck) -> None:
    """What says how to publish them stands under the rest, which is not pressed into what it leaves of one screen."""
    lacking = '<section class="panel span-12 unpublished" style="height: 300px"></section>'
    with open_deck(size=(1920, 1080)) as deck:
        deck.open("/?city=riverton&lang=en")
        high = deck.page.evaluate(
            """(lacking) => {
              document.querySelector(".grid").insertAdjacentHTML("beforeend", lacking);
              return document.querySelector(".map-panel").getBoundingClientRect().height;
            }""",
            lacking * 2,
        )
    assert high >= 300
