"""A choice is one request, and none for what the browser had; what is out of sight waits until it comes near."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import LOOK_MS, DeckPage

#: No part in sight waits for its answer.
IN_SIGHT_SHOWN = """() => document.querySelector("[data-part]")
  && ![...document.querySelectorAll("[data-part][aria-busy='true']")].some((host) => {
    const { top, bottom } = (host.closest(".panel") ?? host).getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  })"""
#: Parts that wait, by their names.
WAITING = """() => [...document.querySelectorAll("[data-part][aria-busy='true']")].map(({ dataset }) => dataset.part)"""

#: What waits, and the words of each panel, when a browser begins to print.
PRINTED = f"""() => {{
  window.dispatchEvent(new Event("beforeprint"));
  return [({WAITING})(), [...document.querySelectorAll(".panel-body")].map((body) => body.textContent)];
}}"""


def look(deck: DeckPage, address: str) -> None:
    """Open an address and wait until what is in sight is drawn."""
    deck.page.goto(address, wait_until="load")
    deck.page.wait_for_function(IN_SIGHT_SHOWN, polling=LOOK_MS)


def asked(deck: DeckPage, since: int) -> list[list[str]]:
    """The parts that each request asked for, of those sent since the one of that number; fails for a Dash callback."""
    sent = [urlsplit(address) for address in deck.heard.requests[since:]]
    assert not [each for each in sent if each.path == "/_dash-update-component"]
    return [parse_qs(each.query)["parts"][0].split(",") for each in sent if each.path.startswith("/view/")]


def choose(deck: DeckPage, patch: str) -> list[list[str]]:
    """Choose, wait until it is drawn, and say what was asked for."""
    before = len(deck.heard.requests)
    deck.page.evaluate(f"() => window.citydeck.select({patch})")
    deck.page.wait_for_function(IN_SIGHT_SHOWN, polling=LOOK_MS)
    deck.page.wait_for_timeout(300)
    return asked(deck, before)


def test_a_choice_is_one_request_and_a_view_that_was_had_none(deck: DeckPage) -> None:
    look(deck, "/services?city=riverton&lang=en")
    (names,) = choose(deck, "{ area: 'NW' }")
    assert {"frame", "tiles", "map"} <= set(names)
    assert choose(deck, "{ area: null }") == []
    assert choose(deck, "{ area: 'NW' }") == []
    expect(deck.page.locator(".breadcrumb li")).to_have_text(["Riverton", "Northwest"])


def test_another_measure_asks_for_the_map_alone(deck: DeckPage) -> None:
    look(deck, "/services?city=riverton&lang=en")
    assert choose(deck, "{ measure: 'requests' }") == [["map"]]


def test_what_is_out_of_sight_is_asked_for_when_it_comes_near(deck: DeckPage) -> None:
    look(deck, "/services?city=riverton&lang=en")
    assert "panel.requests_table" in deck.page.evaluate(WAITING)
    before = len(deck.heard.requests)
    deck.page.locator("section[data-panel=requests_table]").scroll_into_view_if_needed()
    deck.page.wait_for_selector("section[data-panel=requests_table] .record-table td")
    assert "panel.requests_table" in [name for names in asked(deck, before) for name in names]


def test_everything_goes_on_paper(deck: DeckPage) -> None:
    look(deck, "/services?city=riverton&lang=en")
    assert deck.page.evaluate(WAITING) != []
    deck.page.emulate_media(media="print")
    # At once, as the browser does that prints: nothing comes between.
    waiting, words = deck.page.evaluate(PRINTED)
    assert waiting == []
    assert "" not in words


def test_back_and_forward_take_every_choice_back_and_again(open_deck: OpenDeck) -> None:
    with open_deck() as deck:
        look(deck, "/services?city=riverton&lang=en")
        for patch in ("{ channel: 'app' }", "{ since: '2025-01-01', until: '2025-06-30' }", "{ area: 'NW' }"):
            choose(deck, patch)
        steps = []
        for _ in range(3):
            deck.page.go_back()
            deck.page.wait_for_function(IN_SIGHT_SHOWN, polling=LOOK_MS)
            steps.append(sorted(deck.view().keys() - {"city", "lang"}))
        assert steps == [["channel", "since", "until"], ["channel"], []]
        deck.page.go_forward()
        deck.page.wait_for_function("() => window.citydeck.view().channel === 'app'")


#: What of the page stands as if it were an answer to the view that was chosen: breadcrumb, tiles, map, panels in sight.
UNGREYED = """() => [".breadcrumb", ".tiles", ".leaflet-map-pane", ".map-legend", "section[data-panel] .panel-body"]
  .filter((each) => {
    const seen = (node) => Number(getComputedStyle(node).opacity) * (node.parentElement ? seen(node.parentElement) : 1);
    return seen(document.querySelector(each)) > 0.5;
  })"""


def test_what_waits_is_greyed_all_of_it_and_stands_when_it_came(deck: DeckPage) -> None:
    held: list[Route] = []
    look(deck, "/services?city=riverton&lang=en")
    deck.page.route("**/view/**", lambda route: held.append(route))
    deck.page.evaluate("() => window.citydeck.select({ area: 'NW' })")
    deck.page.wait_for_function(f"() => !({UNGREYED})().length")
    # A transition, waiting too, makes a layer of each part, to be drawn when it begins and when it ends.
    assert deck.page.evaluate("() => document.getAnimations().filter((each) => each.transitionProperty).length") == 0
    held.pop().continue_()
    deck.page.unroute("**/view/**")
    deck.page.wait_for_function(f"() => ({UNGREYED})().length === 5")


def test_a_newer_choice_gives_the_older_one_up(deck: DeckPage) -> None:
    look(deck, "/services?city=riverton&lang=en")
    deck.page.evaluate("""() => { for (const area of ["NW", "NE", "SE"]) window.citydeck.select({ area }); }""")
    deck.page.wait_for_function(IN_SIGHT_SHOWN, polling=LOOK_MS)
    expect(deck.page.locator(".breadcrumb li")).to_have_text(["Riverton", "Southeast"])
