"""A real Chromium on a real server; a page fails its test when it calls out or when its console shows an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.chromium import find_chromium
from tests.browser.deck_page import DeckPage
from tests.map_cities import publish_map_cities
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
def playwright() -> Iterator[Playwright]:
    """Playwright's driver for the whole run."""
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    launched = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def homes() -> set[str]:
    """The addresses of the servers that run as long as the tests do."""
    return set()


@pytest.fixture(scope="session")
def server(riverton: dict[str, str], homes: set[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Riverton's dashboard under gunicorn; tests read it and never publish to it."""
    with serve(riverton, tmp_path_factory.mktemp("server") / "log") as running:
        homes.add(running.address)
        yield running


@pytest.fixture(scope="session")
def map_cities(homes: set[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of four cities whose maps differ; tests read it and never publish to it."""
    root = tmp_path_factory.mktemp("map_cities")
    with serve(publish_map_cities(root), root / "log") as running:
        homes.add(running.address)
        yield running


@dataclass
class KeptReader:
    """A reader whose browser keeps a disk cache, and whose one page keeps its process: half of a page's time."""

    page: Page
    at_home: bool = True

    def forget(self) -> None:
        """Take back what was chosen, intercepted and pointed at, and leave the page empty."""
        self.page.evaluate("() => [localStorage, sessionStorage].forEach((each) => each.clear())")
        self.page.unroute_all()
        self.page.mouse.move(-10, -10)
        self.page.goto("about:blank")
        self.page.context.clear_cookies()


@pytest.fixture(scope="session")
def kept_readers(
    playwright: Playwright, homes: set[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], KeptReader | None]]:
    """The reader of a shared server, who stays for the whole run and forgets what was chosen after each test."""
    readers: dict[str, KeptReader] = {}

    def reader_of(address: str) -> KeptReader | None:
        if address in homes and address not in readers:
            context = playwright.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("reader"), executable_path=find_chromium(), args=QUIET, base_url=address
            )
            readers[address] = KeptReader(context.new_page())
        return readers.get(address)

    yield reader_of
    for each in readers.values():
        each.page.context.close()


@contextmanager
def _page_of(kept: KeptReader | None, browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """The page of the reader who stays, where it is there and as it is wanted; else that of a new one.

    A reader whose test failed does not come home: the next test gets another one.
    """
    if kept is None or options or not kept.at_home:
        context = browser.new_context(base_url=address, **options)
        yield context.new_page()
        context.close()
        return
    kept.at_home = False
    yield kept.page
    kept.forget()
    kept.at_home = True


@pytest.fixture
def open_deck(browser: Browser, server: Server, kept_readers: Callable[[str], KeptReader | None]) -> OpenDeck:
    """A context manager that gives a page of a reader who chose nothing yet, and checks at its end that it behaved."""

    @contextmanager
    def opened(
        address: str = server.address, size: tuple[int, int] = DESKTOP, color_scheme: Any = "light",
        reduced_motion: Any = "no-preference", **options: Any,
    ) -> Iterator[DeckPage]:  # fmt: skip
        with _page_of(kept_readers(address), browser, address, **options) as page:
            page.set_default_timeout(WAIT_MS)
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(media="screen", color_scheme=color_scheme, reduced_motion=reduced_motion)
            deck = DeckPage(page, urlsplit(address).netloc)
            yield deck
            deck.let_go()
        assert deck.heard.elsewhere == []
        assert deck.heard.errors == []

    return opened


@pytest.fixture
def deck(open_deck: OpenDeck) -> Iterator[DeckPage]:
    """One page of a new reader at a desktop's size."""
    with open_deck() as page:
        yield page
