"""A page's map in a browser: when it stands still, and an area that is chosen on it."""

from __future__ import annotations

from playwright.sync_api import expect

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
    deck.open_in_sight(address)
    settle(deck)


def settle(deck: DeckPage) -> None:
    """Bring the map in sight, and wait until it stands still and nothing waits beside it."""
    wait_for_values(deck)
    deck.wait_in_sight()
    deck.page.evaluate(STILL)


def wait_for_values(deck: DeckPage) -> None:
    """Bring the map in sight, and wait until it shades an area."""
    deck.page.locator(".map-frame").scroll_into_view_if_needed()
    deck.page.wait_for_function("() => document.querySelector('.map-frame path.area:not(.area-none)')")


def look_at_values(deck: DeckPage) -> None:
    """The map shows a measure with values, and what its colours mean."""
    wait_for_values(deck)
    expect(deck.page.locator(".map-legend .legend-step")).not_to_have_count(0)


def choose_area(deck: DeckPage, city: MapCity) -> None:
    """Choose the city's area as a chart, a table and a search do."""
    deck.page.evaluate("(area) => window.citydeck.select({ area })", city.area)
