"""A page's map in a browser: when it stands still, and an area that is chosen on it."""

from __future__ import annotations

from tests.browser.deck_page import DeckPage
from tests.map_cities import MapCity

#: The map stands still: its areas and names are drawn, and nothing moves it any more.
STILL = """() => new Promise((done) => {
  const state = () => [...document.querySelectorAll(".map-frame path, .map-frame .leaflet-marker-icon")]
    .map((each) => each.getAttribute("d") || each.style.transform).join();
  let before = state(), times = 0;
  const look = () => {
    const now = state();
    times = now === before && now ? times + 1 : 0;
    before = now;
    if (times > 4) done(true); else setTimeout(look, 60);
  };
  look();
})"""


def open_map(deck: DeckPage, address: str) -> None:
    """Open a page and wait until its map stands still, in sight."""
    deck.open(address)
    settle(deck)


def settle(deck: DeckPage) -> None:
    """Wait until everything is drawn and the map stands still, in sight."""
    deck.wait_drawn()
    deck.page.locator(".map-frame").scroll_into_view_if_needed()
    deck.page.wait_for_function("() => document.querySelector('.map-frame path.area:not(.area-none)')")
    deck.page.evaluate(STILL)


def choose_area(deck: DeckPage, city: MapCity) -> None:
    """Choose the city's area as a chart, a table and a search do."""
    deck.page.evaluate("(area) => window.citydeck.select({ area })", city.area)
