"""Scripts that come late come in time: nothing is drawn before the functions that it needs are there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from components.text import Words, languages
from tests.browser.conftest import OpenDeck
from tests.serving import Server

LATE_MS = 1500


@pytest.mark.parametrize("late", ["main.js", "dash-renderer-and-components.js", "page.css"])
def test_a_page_is_whole_when_one_of_its_scripts_comes_late(open_deck: OpenDeck, late: str) -> None:
    with open_deck(color_scheme="light") as deck:
        requests: list[str] = []

        def come_late(route: Route) -> None:
            requests.append(route.request.url)
            deck.page.wait_for_timeout(LATE_MS)
            route.continue_()

        deck.page.route(f"**/files/*/{late}", come_late)
        deck.open("/food-safety")
        deck.wait_map(areas=2)
        assert len(requests) == 1
        assert deck.page.locator("path.area-none, path[class*='area-seq'], path[class*='area-hatched']").count() >= 2
        assert "city=riverton" in deck.page.url
        assert deck.page.locator(".record-table td").count() > 0


def test_scripts_are_not_asked_for_again(open_deck: OpenDeck) -> None:
    with open_deck() as deck:
        deck.open("/services")
        deck.open("/fiscal")
        asked = "() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/files/'))"
        sizes = deck.page.evaluate(f"({asked})().map(({{ transferSize }}) => transferSize)")
        assert 3 <= len(sizes) <= 6  # some ask for parts of themselves when they are needed
        assert sum(sizes) == 0


def test_a_page_without_scripts_says_so_in_each_language(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server.address)
    page = context.new_page()
    page.goto("/services")
    assert page.inner_text("body").split("\n\n") == [Words(each).t("page.needs_scripts") for each in languages()]
    context.close()
