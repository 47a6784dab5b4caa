"""Pictures of every page and every scene of the wall: all sizes, themes and languages, into a folder outside git.

`make pictures` fills pictures/; a film strip shows an alert that interrupts, the server's loss and its return.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, TimeoutError, sync_playwright
from playwright.sync_api import Page as BrowserPage

from benchmarks.soak_town import MortalServer, Town
from components.text import languages
from data.published.source import DataMissingError
from data.reading.filters import Filters
from data.reading.queries.services import requests as services
from data.reading.store import store
from settings import ROOT, settings
from tests.browser.chromium import find_chromium
from tests.browser.deck_page import DRAWN

PAGES = {
    "overview": "/", "services": "/services", "food-safety": "/food-safety", "fiscal": "/fiscal",
    "economy": "/economy", "data": "/data", "not-found": "/no-such-page", "design": "/design",
}  # fmt: skip
SIZES = ((1920, 1080), (3840, 2160), (1366, 768), (390, 844))
THEMES = ("dark", "light")
WALL_READY = "() => window.citydeck?.wall?.begun() && window.citydeck.wall.report().drawn"
SCENES = "() => [...document.querySelectorAll('[data-scene]')].map((one) => one.dataset.scene)"
WEAR = "(theme) => Object.assign(document.documentElement.dataset, { theme, mantineColorScheme: theme })"
WAIT_MS = 90_000
#: Until a page that was resized or recoloured stands still; until the design page does, which never says so.
SETTLE_MS, DESIGN_MS = 500, 4000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Album:
    """The folder of the pictures, and what could not be taken."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.taken, self.missed = folder, 0, list[str]()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def take(self, page: BrowserPage, name: str, *, whole: bool = False) -> None:
        """A picture of what the browser shows, or of the whole page."""
        page.screenshot(path=self.folder / f"{name}.png", full_page=whole)
        self.taken += 1


@contextlib.contextmanager
def opened(browser: Browser, size: tuple[int, int], theme: str) -> Iterator[BrowserPage]:
    """A new reader's page of that size who prefers that theme."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def service_page(city: str) -> dict[str, str]:
    """The page of the city's first service, by the name of its pictures; nothing where none is published."""
    try:
        found = store().answer(services.services, Filters(city=city))
    except DataMissingError:
        return {}
    return {"service": f"/services/{quote(found.columns['service'][0], safe='')}"} if found.rows else {}


def drawn(page: BrowserPage, label: str, album: Album) -> None:
    """Wait until the page stands; the design page shows loading parts on purpose, so it is given a moment alone."""
    if label.startswith("design"):
        page.wait_for_timeout(DESIGN_MS)
        return
    try:
        page.wait_for_function(DRAWN, timeout=WAIT_MS)
    except TimeoutError:
        album.missed.append(f"{label}: was not drawn within {WAIT_MS // 1000} s")


def look_through(page: BrowserPage) -> None:
    """Scroll down and up once: tables are filled when they are first seen."""
    high, step = page.evaluate("() => [document.documentElement.scrollHeight, window.innerHeight]")
    for top in range(0, high, step):
        page.evaluate("(top) => window.scrollTo(0, top)", top)
        page.wait_for_timeout(80)
    page.evaluate("() => window.scrollTo(0, 0)")


def take_pages(browser: Browser, address: str, city: str, album: Album, chosen: Sequence[tuple[int, int]]) -> None:
    """Every page in every size, theme and language; a phone's pictures show the whole page.

    A page is loaded once a language and then resized and recoloured, as a reader's window would be.
    """
    with opened(browser, chosen[0], THEMES[0]) as page:
        for language in languages():
            for name, path in (PAGES | service_page(city)).items():
                page.set_viewport_size({"width": chosen[0][0], "height": chosen[0][1]})
                answered = page.goto(f"{address}{path}?city={city}&lang={language}", wait_until="load")
                if answered is None or (answered.status != 200 and name != "not-found"):
                    album.missed.append(f"{name}-{language}: {answered.status if answered else 'no answer'}")
                    continue
                drawn(page, f"{name}-{language}", album)
                for size in chosen:
                    take_sizes(page, size, f"{name}-{size[0]}x{size[1]}", language, album)


def take_sizes(page: BrowserPage, size: tuple[int, int], label: str, language: str, album: Album) -> None:
    """The loaded page in one size, in both themes."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    whole = size[0] < 800
    if whole:
        look_through(page)
    page.wait_for_timeout(SETTLE_MS)
    for theme in THEMES:
        page.evaluate(WEAR, theme)
        drawn(page, f"{label}-{theme}-{language}", album)
        page.wait_for_timeout(SETTLE_MS)
        album.take(page, f"{label}-{theme}-{language}", whole=whole)


def take_scenes(browser: Browser, address: str, city: str, album: Album, chosen: Sequence[tuple[int, int]]) -> None:
    """Every scene of the wall's playlists in every size, theme and language."""
    for size in chosen:
        for theme in THEMES:
            with opened(browser, size, theme) as page:
                for language in languages():
                    page.goto(f"{address}/wall?city={city}&lang={language}&theme={theme}", wait_until="load")
                    page.wait_for_function(WALL_READY, timeout=WAIT_MS)
                    page.keyboard.press("Space")
                    page.wait_for_timeout(4000)  # until the operator's strip has gone
                    for scene in page.evaluate(SCENES):
                        page.evaluate("(scene) => window.citydeck.wall.show(scene)", scene)
                        page.wait_for_timeout(500)
                        album.take(page, f"wall-{scene}-{size[0]}x{size[1]}-{theme}-{language}")


def take_film(browser: Browser, album: Album) -> None:
    """Frame by frame: the wall, an alert that interrupts, the playlist going on, the server lost, and back."""
    with tempfile.TemporaryDirectory(prefix="citydeck-film-") as place:
        town = Town(Path(place))
        server = MortalServer(town.environment, Path(place) / "log")
        server.start()
        try:
            with opened(browser, (1920, 1080), "dark") as page:
                page.goto(f"{server.address}/wall?city=riverton&distance=3&lang=en&pace=5", wait_until="load")
                page.wait_for_function(WALL_READY, timeout=WAIT_MS)
                album.take(page, "film-1-running")
                town.publish_again()
                page.wait_for_function("() => !document.querySelector('#wall-alert').hidden", timeout=WAIT_MS)
                album.take(page, "film-2-alert")
                page.wait_for_function("() => document.querySelector('#wall-alert').hidden", timeout=WAIT_MS)
                album.take(page, "film-3-goes-on")
                server.kill()
                page.wait_for_function("() => window.citydeck.wall.report().offline", timeout=WAIT_MS)
                page.wait_for_timeout(1200)
                album.take(page, "film-4-server-lost")
                server.start()
                page.wait_for_function("() => !window.citydeck.wall.report().offline", timeout=WAIT_MS)
                page.wait_for_timeout(1200)
                page.wait_for_function(WALL_READY, timeout=WAIT_MS)  # it may load itself again
                album.take(page, "film-5-recovered")
        finally:
            server.kill()


def main() -> int:
    """Take them all; 1 where one could not be taken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("--city", default=settings().default_city)
    parser.add_argument("--only", choices=("pages", "wall", "film"), help="take these alone")
    parser.add_argument("--size", action="append", help="such as 1920x1080; all where none is named")
    parser.add_argument("--to", type=Path, default=ROOT / "pictures")
    asked = parser.parse_args()
    chosen = tuple(tuple(map(int, size.split("x"))) for size in asked.size) if asked.size else SIZES
    sizes = [(size[0], size[1]) for size in chosen]
    album = Album(asked.to)
    with tempfile.TemporaryDirectory(prefix="citydeck-pictures-") as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        environment = {**os.environ, "CITYDECK_DEVELOPMENT": "1", "CITYDECK_WALLS_DIR": f"{place}/walls"}
        server = MortalServer(environment, Path(place) / "log")
        if asked.only != "film":
            server.start()
        try:
            if asked.only in (None, "pages"):
                take_pages(browser, server.address, asked.city, album, sizes)
            if asked.only in (None, "wall"):
                take_scenes(browser, server.address, asked.city, album, sizes)
        finally:
            server.kill()
        if asked.only in (None, "film"):
            take_film(browser, album)
        browser.close()
    print(f"{album.taken} pictures in {album.folder}")
    for sentence in album.missed:
        print(f"missed: {sentence}", file=sys.stderr)
    return 1 if album.missed else 0


if __name__ == "__main__":
    sys.exit(main())
