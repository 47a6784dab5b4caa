"""Snapshots come while readers look: an open page follows by itself, and a day of the past stays as it was known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from playwright.sync_api import Route, expect

from data.city.pack import load_city
from data.publishing.publish import publish
from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage
from tests.city_with_records import CITY, read_records, write_records
from tests.conftest import publish_riverton
from tests.serving import Server, serve

#: Requests that Riverton's records show: one of the thirteen is a duplicate.
ALL = 12


@dataclass
class Home:
    """A Riverton that is published to while its server runs; `shown` is how many requests its newest snapshot has."""

    root: Path
    server: Server
    first_day: date
    shown: int = ALL

    def publish_one_less(self) -> int:
        """Publish the requests again without the last of those that are served; how many are shown then comes back."""
        self.shown -= 1
        tables = read_records("services")
        requests: pa.Table = tables["requests"]
        fewer = requests.slice(0, requests.num_rows - (ALL - self.shown))
        write_records(self.root / "outputs", "services", tables | {"requests": fewer})
        city = load_city(CITY, self.root / "cities")
        done = publish(city, "services", outputs_dir=self.root / "outputs", snapshots_dir=self.root / "snapshots")
        assert done.state == "published", done.message
        return self.shown


@pytest.fixture(scope="module")
def home(homes: set[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """What this file's tests publish to, each from where the one before left it."""
    root = tmp_path_factory.mktemp("home")
    environment = publish_riverton(root)
    first_day = date.today() - timedelta(days=2)  # yesterday may not be over yet where Riverton lies
    move_back(root, first_day)
    with serve(environment, root / "log") as running:
        homes.add(running.address)
        yield Home(root, running, first_day)


def move_back(root: Path, day: date) -> None:
    """Let the one snapshot of the requests be one that was published at noon of that day: its id says when it was."""
    folder = root / "snapshots" / CITY / "services"
    (file,) = folder.glob("2*/snapshot.json")
    own = f"{day:%Y%m%d}T120000000000Z-0000"
    told = json.loads(file.read_text("utf-8")) | {"snapshot_id": own, "published_at": f"{day}T12:00:00+00:00"}
    file.write_text(json.dumps(told), "utf-8")
    (file.parent / "SHA256SUMS").unlink()
    file.parent.rename(folder / own)
    (folder / "CURRENT").write_text(own, "utf-8")


def expect_requests(deck: DeckPage, count: int) -> None:
    """The first tile comes to show that many requests."""
    expect(deck.page.locator(".tiles .kpi-number").first).to_have_text(str(count))


#: What a reader made of the page: how large the map's areas are, how the table is sorted, and by how far the page is
#: scrolled, which is where the map stands: words above it may take a line more.
MADE = """() => [
  Math.round(document.querySelector(".map-frame path.area").getBoundingClientRect().width),
  document.querySelector("[data-panel=requests_table] th[aria-sort]")?.outerHTML,
  Math.round(document.querySelector(".map-frame").getBoundingClientRect().top),
]"""


def test_an_open_page_shows_a_new_snapshot_by_itself_and_stays_as_its_reader_left_it(
    open_deck: OpenDeck, home: Home
) -> None:
    with open_deck(home.server.address) as deck:
        deck.open("/services")
        expect_requests(deck, home.shown)
        fitted, _, top = deck.page.evaluate(MADE)
        deck.page.locator(".map-frame .leaflet-control-zoom-out").click()
        deck.page.locator("[data-panel=requests_table] th button").nth(1).click()
        deck.page.evaluate("() => { window.sameDocument = true; window.scrollTo(0, 420); }")
        deck.page.wait_for_timeout(400)  # the map moves to its new scale
        made = deck.page.evaluate(MADE)
        assert made[0] < fitted
        assert "aria-sort" in made[1]
        assert made[2] == top - 420
        expect_requests(deck, home.publish_one_less())
        deck.wait_drawn()
        assert deck.page.evaluate("() => window.sameDocument") is True
        assert deck.page.evaluate(MADE) == made
        # A network that is back is asked at once, long before it is the page's turn.
        deck.page.context.set_offline(True)
        with deck.page.expect_request("**/api/snapshots/**", timeout=5000):
            deck.page.context.set_offline(False)


def test_a_snapshot_that_came_before_the_page_first_asked_is_shown_too(open_deck: OpenDeck, home: Home) -> None:
    with open_deck(home.server.address) as deck:
        held: list[Route] = []
        published = False

        def hold_until_published(asked: Route) -> None:
            if published:
                asked.continue_()
            else:
                held.append(asked)

        deck.page.route("**/api/snapshots/**", hold_until_published)
        deck.open("/services")
        expect_requests(deck, home.shown)
        newest = home.publish_one_less()
        published = True
        for asked in held:
            asked.continue_()
        expect_requests(deck, newest)


def test_a_day_of_the_past_is_shown_as_it_was_known(open_deck: OpenDeck, home: Home) -> None:
    newest = home.publish_one_less()
    with open_deck(home.server.address) as deck:
        deck.open("/services")
        expect_requests(deck, newest)
        deck.open(f"/services?as_of={home.first_day}")
        expect_requests(deck, ALL)
        expect(deck.page.locator(".notice-as-of")).to_contain_text(str(home.first_day.year))
        deck.open("/services?as_of=2001-01-01")
        expect(deck.page.locator(".panel-body [role=alert]").first).to_be_visible()
