"""Every word of every page can be read, on four cities from a phone to a screen of 4K: whole, inside, over nothing.

What else is to be seen on each page is looked at in the same visits: values on maps, and what axe finds (WCAG 2.2 AA).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from components.text import languages
from tests.browser.axe import EVERY_RULE, RULES_OF_WORDS, broken_colours, violations
from tests.browser.conftest import DESKTOP, OpenDeck
from tests.browser.contrast import faint_words
from tests.browser.deck_page import DeckPage
from tests.browser.map_page import look_at_values
from tests.browser.words_in_sight import CODES, MOST_SHIFTED, SHIFTED, UNREADABLE
from tests.map_cities import MAP_CITIES, MapCity
from tests.serving import Server

#: Pages whose map shades areas wherever there are records.
MAPPED = ("/", "/services", "/food-safety")
SIZES = ((390, 844), (1366, 768), (1440, 900), (1920, 1080), (3840, 2160))
#: A map that was fitted draws its names once it stands.
SETTLE_MS = 250


def unreadable(deck: DeckPage, address: str, size: tuple[int, int]) -> list[str]:
    """What cannot be read of a page that is opened in a window of that size, and codes among its words; and by how much
    what was in sight moved while the page was filled, where that is more than a reader bears."""
    deck.lay_out(size)
    deck.open(address)
    found, shifted = unreadable_now(deck, address, size), deck.page.evaluate(SHIFTED)
    return found if shifted <= MOST_SHIFTED else [*found, f"{address} {size[0]}: moved by {shifted:.2f}"]


def unreadable_resized(deck: DeckPage, address: str, size: tuple[int, int]) -> list[str]:
    """The same of the page that is open, after its window was given that size."""
    deck.lay_out(size)
    deck.wait_drawn()
    return unreadable_now(deck, address, size)


def unreadable_now(deck: DeckPage, address: str, size: tuple[int, int]) -> list[str]:
    """What cannot be read of the page as it stands; each finding begins with address and width."""
    deck.page.wait_for_timeout(SETTLE_MS)
    found = list(deck.page.evaluate(UNREADABLE))
    if not address.startswith("/data"):  # which names modules and columns
        found += deck.page.evaluate(CODES)
    return [f"{address} {size[0]}: {each}" for each in found]


@pytest.mark.parametrize("city", MAP_CITIES, ids=[city.key for city in MAP_CITIES])
def test_words_can_be_read_on_every_city_and_size(open_deck: OpenDeck, map_cities: Server, city: MapCity) -> None:
    """Each page and drill at two sizes, opened in one and resized to the other; of the four cities in all five.

    Their maps show a measure that has values, of the whole city and of an area of it.
    Of money and of the economy these cities publish nothing, which their pages say; `PAGES` are of a city that does.
    """
    drills = [f"{path}?area={city.area}" for path in MAPPED]
    pages = ("/", "/services", "/food-safety", "/fiscal", "/economy", "/data", f"/areas/{city.area}", "/food-safety/p0")
    shift, found = 2 * MAP_CITIES.index(city), []
    with open_deck(map_cities.address, reduced_motion="reduce") as deck:
        for index, path in enumerate((*pages, *drills), shift):
            address = f"{path}{'&' if '?' in path else '?'}city={city.key}&lang=en"
            found += unreadable(deck, address, SIZES[index % 5])
            found += unreadable_resized(deck, address, SIZES[(index + 1) % 5])
            if path.partition("?")[0] in MAPPED:
                look_at_values(deck)
    assert found == []


NAVIGATION = ("/", "/services", "/food-safety", "/fiscal", "/economy", "/data")
#: Every page and a page of every kind of thing, of a city with records of all domains.
PAGES = (
    *NAVIGATION, "/services/noise", "/food-safety/p3", "/areas/NE", "/fiscal/payees/acme",
    "/fiscal/departments/roads", "/fiscal/funds/Roads%20levy", "/fiscal/cases/a1b2c3d4e5f6",
)  # fmt: skip


def broken(deck: DeckPage, language: str) -> list[str]:
    """What axe finds on the page at a desk's size: in the first language by all rules, and its colours in dark too, as
    are those of tiles, of which axe is not sure."""
    deck.lay_out(DESKTOP)
    deck.wait_drawn()
    for table in deck.page.locator(".record-table").all():
        table.scroll_into_view_if_needed()  # its cells stay hidden until it is first seen
        expect(table.locator("th").first).to_be_visible()
    deck.page.evaluate("scrollTo(0, 0)")  # what lies half under the page's head has too little room for a finger
    expect(deck.page.locator("html")).to_have_attribute("lang", language)
    if language != languages()[0]:
        return violations(deck.page, RULES_OF_WORDS)
    light = [*violations(deck.page, EVERY_RULE), *faint_words(deck.page)]
    return [*light, *broken_colours(deck.page, "dark"), *faint_words(deck.page)]


@pytest.mark.parametrize(("language", "shift"), [*zip(languages(), (1, 3, 0), strict=True)])
def test_words_can_be_read_in_every_language(open_deck: OpenDeck, language: str, shift: int) -> None:
    """All that is drawn is looked at, whichever panels a page has; each page in three sizes, one a language.

    Pages of the navigation are looked at by axe in the same visit.
    """
    found = []
    with open_deck(reduced_motion="reduce") as deck:
        for index, path in enumerate(PAGES):
            found += unreadable(deck, f"{path}?city=riverton&lang={language}", SIZES[(index * 2 + shift) % 5])
            if path in NAVIGATION:
                found += [f"{path} {each}" for each in broken(deck, language)]
    assert found == []
