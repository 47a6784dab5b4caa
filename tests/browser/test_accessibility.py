"""WCAG 2.2 AA as far as axe-core can see it: every page, in both themes and every language, without one violation.

Pages of the navigation are opened in `test_words_in_sight`, which asks axe too. What axe cannot see is tested beside
it: the drill by keyboard alone, the table behind a figure, text at 400 per cent.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from components.text import Words, languages
from tests.browser.axe import EVERY_RULE, RULES_OF_WORDS, broken_colours, violations
from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage

#: Addresses that `test_words_in_sight` does not open.
ADDRESSES = ("/wall", "/no-such-page")


def open_page(deck: DeckPage, address: str) -> None:
    """Open an address and wait until it is drawn; a wall has no panels to wait for."""
    if address.startswith("/wall"):
        deck.page.goto(address, wait_until="load")
        deck.page.wait_for_selector("h1, h2", state="attached")
        deck.page.wait_for_timeout(1500)
        return
    deck.open(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_violation(open_deck: OpenDeck, address: str) -> None:
    """One reader sees the page in every language, so that its scripts are fetched and compiled once."""
    first, *others = languages()
    with open_deck(color_scheme="dark", reduced_motion="reduce") as deck:
        found = []
        for language in (*others, first):
            open_page(deck, f"{address}?lang={language}")
            expect(deck.page.locator("html")).to_have_attribute("lang", language)
            found += violations(deck.page, EVERY_RULE if language == first else RULES_OF_WORDS)
        assert found + broken_colours(deck.page, "light") == []


def press_until(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until an element of that selector has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} times Tab did not reach {selector}")


def test_the_way_down_and_up_again_by_keyboard_alone(deck: DeckPage) -> None:
    """The list beside the map leads into a district, the breadcrumb out of it, and each stop's focus can be seen."""
    deck.open_in_sight("/food-safety?city=riverton")
    press_until(deck.page, ".area-list > summary")
    deck.page.keyboard.press("Enter")
    deck.page.keyboard.press("Tab")
    name = deck.page.evaluate("() => document.activeElement.firstElementChild.textContent")
    assert deck.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    deck.page.keyboard.press("Enter")
    deck.page.wait_for_function("() => window.citydeck.view().area")
    deck.wait_in_sight()
    expect(deck.page.locator(".breadcrumb [aria-current]")).to_have_text(name)
    deck.page.locator(".skip-link").focus()
    press_until(deck.page, ".breadcrumb button")
    deck.page.keyboard.press("Enter")
    deck.page.wait_for_function("() => !window.citydeck.view().area")


def test_a_figure_is_a_table_too_whose_rows_select_what_its_marks_do(deck: DeckPage) -> None:
    deck.open("/food-safety?city=riverton")
    panel = deck.page.locator("[data-panel=alerts]")
    assert "highest" in (panel.locator(".figure").get_attribute("aria-label") or "")
    panel.locator(".figure-table > summary").focus()
    deck.page.keyboard.press("Enter")
    first = panel.locator("tbody button").first
    kind = first.get_attribute("data-value")
    expect(first).to_have_attribute("aria-pressed", "false")
    first.focus()
    deck.page.keyboard.press("Enter")
    deck.page.wait_for_function("(kind) => window.citydeck.view().hazard_class === kind", arg=kind)
    deck.wait_drawn()
    expect(panel.locator(f"tbody button[data-value='{kind}']").first).to_have_attribute("aria-pressed", "true")
    deck.page.keyboard.press("Escape")
    expect(panel.locator("tbody")).to_be_hidden()
    expect(panel.locator(".figure-table > summary")).to_be_focused()
    assert deck.view()["hazard_class"] == kind  # the key closed the table, and took back nothing else


def test_the_focus_stays_where_it_was_when_a_panel_answers_again(deck: DeckPage) -> None:
    deck.open("/food-safety?city=riverton")
    summary = deck.page.locator("[data-panel=alerts] .figure-table > summary")
    summary.focus()
    before = deck.panels()["alerts"]
    deck.page.evaluate("() => window.citydeck.select({ risk_class: '1' })")
    deck.wait_panels_differ({"alerts": before}, {"alerts"})
    deck.wait_drawn()
    expect(summary).to_be_focused()


def test_a_chip_that_is_taken_away_leaves_the_focus_in_its_place(deck: DeckPage) -> None:
    deck.open("/food-safety?city=riverton&risk_class=1&result=fail")
    deck.page.locator(".chips button.chip").first.focus()
    deck.page.keyboard.press("Enter")
    expect(deck.page.locator(".chips button.chip")).to_have_count(1)
    expect(deck.page.locator(".chips button.chip")).to_be_focused()
    deck.page.keyboard.press("Enter")
    expect(deck.page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("address", ["/", "/food-safety", "/data", "/no-such-page"])
def test_text_at_400_per_cent_needs_no_scrolling_sideways(open_deck: OpenDeck, address: str) -> None:
    """1280 pixels at 400 per cent are 320 (WCAG 2.2, 1.4.10)."""
    with open_deck(size=(320, 256)) as deck:
        deck.open(address)
        assert deck.page.evaluate("() => document.documentElement.scrollWidth") <= 320


def test_nothing_moves_for_those_who_ask_for_that(open_deck: OpenDeck) -> None:
    with open_deck(reduced_motion="reduce") as deck:
        deck.open("/food-safety?city=riverton")
        moving = "() => document.getAnimations().filter((each) => each.playState === 'running').length"
        assert deck.page.evaluate(moving) == 0


def test_the_chosen_language_is_remembered(open_deck: OpenDeck) -> None:
    with open_deck(locale="zh-CN") as deck:
        deck.open_in_sight("/no-such-page")
        expect(deck.page.locator("html")).to_have_attribute("lang", "zh")
        deck.page.locator(".language-switch[lang=id]").click()
        expect(deck.page.locator("html")).to_have_attribute("lang", "id")
        deck.open_in_sight("/data")
        expect(deck.page.locator("html")).to_have_attribute("lang", "id")
        expect(deck.page).to_have_title(f"{Words('id').t('data.heading')} · Riverton")
