"""A real Chromium on a real server; a page fails its test when it calls out or when its console shows an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.chromium import find_chromium
from tests.browser.deck_page import DeckPage
from tests.serving import Server, serve

#: Chromium calls home by itself (updates, field trials); with these it does not, so every request is the page's own.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
DESKTOP = (1366, 768)
#: Long enough for two busy cores; what does not come by then does not come.
WAIT_MS = 60_000

OpenDeck = Callable[..., AbstractContextManager[DeckPage]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(riverton: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Riverton's dashboard under gunicorn; tests read it and never publish to it."""
    with serve(riverton, tmp_path_factory.mktemp("server") / "log") as running:
        yield running


@pytest.fixture(scope="session")
def kept_readers(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Readers whose scripts are compiled already: compiling them for each page took half of a test."""
    readers: dict[str, BrowserContext] = {}
    yield readers
    for reader in readers.values():
        reader.close()


@pytest.fixture
def open_deck(browser: Browser, server: Server, kept_readers: dict[str, BrowserContext]) -> OpenDeck:
    """A context manager that gives a page of a reader who chose nothing yet, and checks at its end that it behaved."""

    @contextmanager
    def opened(address: str = server.address, size: tuple[int, int] = DESKTOP, **options: Any) -> Iterator[DeckPage]:
        who = f"{address} {sorted(options.items())}"
        # Taken out while it is in use: a second page open at the same time is another reader's.
        reader = kept_readers.pop(who, None) or browser.new_context(base_url=address, **options)
        reader.set_default_timeout(WAIT_MS)
        page = reader.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        deck = DeckPage(page, urlsplit(address).netloc)
        yield deck
        if address == server.address:
            page.evaluate("() => localStorage.clear()")
            page.close()
            reader.clear_cookies()
            kept_readers[who] = reader
        else:
            reader.close()
        assert deck.heard.elsewhere == []
        assert deck.heard.errors == []

    return opened


@pytest.fixture
def deck(open_deck: OpenDeck) -> Iterator[DeckPage]:
    """One page of a new reader at a desktop's size."""
    with open_deck() as page:
        yield page
