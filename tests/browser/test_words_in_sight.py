"""Every word of every page can be read, on four cities from a phone to a screen of 4K: whole, inside, over nothing."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage
from tests.browser.words_in_sight import CODES, UNREADABLE
from tests.map_cities import MAP_CITIES, MapCity
from tests.serving import Server

SIZES = ((390, 844), (1366, 768), (1440, 900), (1920, 1080), (3840, 2160))
#: A map that was fitted draws its names once it stands.
SETTLE_MS = 250


def unreadable(deck: DeckPage, address: str, size: tuple[int, int]) -> list[str]:
    """What cannot be read of a page that is opened in a window of that size, and codes among its words."""
    deck.page.set_viewport_size({"width": size[0], "height": size[1]})
    deck.open(address)
    return unreadable_now(deck, address, size)


def unreadable_resized(deck: DeckPage, address: str, size: tuple[int, int]) -> list[str]:
    """The same of the page that is open, after its window was given that size."""
    deck.page.set_viewport_size({"width": size[0], "height": size[1]})
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

    Of money and of the economy these cities publish nothing, which their pages say; `PAGES` are of a city that does.
    """
    drills = [f"{path}?area={city.area}" for path in ("/", "/services", "/food-safety")]
    pages = ("/", "/services", "/food-safety", "/fiscal", "/economy", "/data", f"/areas/{city.area}", "/food-safety/p0")
    shift, found = 2 * MAP_CITIES.index(city), []
    with open_deck(map_cities.address, reduced_motion="reduce") as deck:
        for index, path in enumerate((*pages, *drills), shift):
            address = f"{path}{'&' if '?' in path else '?'}city={city.key}&lang=en"
            found += unreadable(deck, address, SIZES[index % 5])
            found += unreadable_resized(deck, address, SIZES[(index + 1) % 5])
    assert found == []


#: Every page and a page of every kind of thing, of a city with records of all domains.
PAGES = (
    "/", "/services", "/food-safety", "/fiscal", "/economy", "/data", "/services/noise", "/food-safety/p3",
    "/areas/NE", "/fiscal/payees/acme", "/fiscal/departments/roads", "/fiscal/funds/Roads%20levy",
    "/fiscal/cases/a1b2c3d4e5f6",
)  # fmt: skip


@pytest.mark.parametrize(("language", "shift"), [("en", 1), ("zh", 0), ("id", 3)])
def test_words_can_be_read_in_every_language(open_deck: OpenDeck, language: str, shift: int) -> None:
    """All that is drawn is looked at, whichever panels a page has; each page in three sizes, one a language."""
    found = []
    with open_deck(reduced_motion="reduce") as deck:
        for index, path in enumerate(PAGES):
            found += unreadable(deck, f"{path}?city=riverton&lang={language}", SIZES[(index * 2 + shift) % 5])
    assert found == []
