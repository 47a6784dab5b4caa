"""What an address may bring: nonsense gets a sentence, code is shown as text, a wrong path says so."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.deck_page import DeckPage
from tests.city_with_records import HOSTILE_NAME


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("city=../..", "../.."),
        ("city=riverton&since=soon", "since=soon"),
        ("city=riverton&colour=pink", "colour"),
        ("city=riverton&area=NE&area=NW", "area"),
        ("city=riverton&area=nowhere", "nowhere"),
        ("city=riverton&lang=xx", "xx"),
        ("city=riverton&since=2025-06-30&until=2025-01-01", "2025-06-30"),
        ("city=riverton&area=%3Cscript%3Ewindow.hacked=1%3C/script%3E", "<script>window.hacked=1</script>"),
    ],
)
def test_what_an_address_got_wrong_is_said(deck: DeckPage, query: str, words: str) -> None:
    deck.open_in_sight(f"/food-safety?{query}")
    notice = deck.page.locator(".notices .notice").first
    expect(notice).to_contain_text(words)
    assert deck.view()["city"] == "riverton"
    assert deck.page.evaluate("() => window.hacked") is None


def test_a_repeated_key_counts_as_its_last(deck: DeckPage) -> None:
    deck.open_in_sight("/food-safety?city=riverton&area=NE&area=NW")
    assert deck.view()["area"] == "NW"


def test_code_in_a_name_is_shown_as_text(deck: DeckPage) -> None:
    deck.open_in_sight("/food-safety?city=riverton&area=NW-W")
    deck.page.wait_for_function("(name) => document.body.innerText.includes(name)", arg=HOSTILE_NAME)
    assert deck.page.evaluate("() => window.hacked") is None


def test_a_wrong_path_says_so_and_leads_back(deck: DeckPage) -> None:
    deck.page.goto("/no-such-page")
    expect(deck.page.locator("h1")).to_be_visible()
    assert urlsplit(deck.page.url).path == "/no-such-page"
    deck.page.locator("#content a").first.click()
    expect(deck.page.locator("h1")).to_have_text("Overview")
