"""Snapshots come while readers look: an open page follows by itself, and a day of the past stays as it was known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenDeck
from tests.city_with_records import CITY, read_records, write_records
from tests.conftest import publish_riverton
from tests.serving import Server, run, serve


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A Riverton of this test's own, to publish to."""
    return tmp_path, publish_riverton(tmp_path)


@pytest.fixture
def own_server(place: tuple[Path, dict[str, str]]) -> Iterator[Server]:
    with serve(place[1], place[0] / "log") as running:
        yield running


def publish_without_last(root: Path, environment: dict[str, str], rows: int) -> None:
    """Publish the requests again without the last rows."""
    tables = read_records("services")
    requests: pa.Table = tables["requests"]
    write_records(root / "outputs", "services", tables | {"requests": requests.slice(0, requests.num_rows - rows)})
    done = run(environment, "data", "publish", CITY, "services")
    assert done.returncode == 0, done.stdout + done.stderr


def move_back(root: Path, day: date) -> None:
    """Let the one snapshot of the requests be one that was published at noon of that day: its id says when it was."""
    home = root / "snapshots" / CITY / "services"
    (file,) = home.glob("2*/snapshot.json")
    own = f"{day:%Y%m%d}T120000000000Z-0000"
    told = json.loads(file.read_text("utf-8")) | {"snapshot_id": own, "published_at": f"{day}T12:00:00+00:00"}
    file.write_text(json.dumps(told), "utf-8")
    (file.parent / "SHA256SUMS").unlink()
    file.parent.rename(home / own)
    (home / "CURRENT").write_text(own, "utf-8")


#: What a reader made of the page: how large the map's areas are, how the table is sorted, how far it is scrolled.
MADE = """() => [
  Math.round(document.querySelector(".map-frame path.area").getBoundingClientRect().width),
  document.querySelector("[data-panel=requests_table] th[aria-sort]")?.outerHTML,
  Math.round(window.scrollY),
]"""


def test_an_open_page_shows_a_new_snapshot_by_itself_and_stays_as_its_reader_left_it(
    open_deck: OpenDeck, place: tuple[Path, dict[str, str]], own_server: Server
) -> None:
    with open_deck(own_server.address) as deck:
        deck.open("/services")
        expect(deck.page.locator(".tiles > *").first).to_contain_text("12")
        fitted, *_ = deck.page.evaluate(MADE)
        deck.page.locator(".map-frame .leaflet-control-zoom-out").click()
        deck.page.locator("[data-panel=requests_table] th button").nth(1).click()
        deck.page.evaluate("() => { window.sameDocument = true; window.scrollTo(0, 420); }")
        deck.page.wait_for_timeout(400)  # the map moves to its new scale
        made = deck.page.evaluate(MADE)
        assert made[0] < fitted
        assert "aria-sort" in made[1]
        assert made[2] == 420
        publish_without_last(*place, rows=4)
        expect(deck.page.locator(".tiles > *").first).to_contain_text("8")
        deck.wait_drawn()
        assert deck.page.evaluate("() => window.sameDocument") is True
        assert deck.page.evaluate(MADE) == made


def test_a_snapshot_that_came_before_the_page_first_asked_is_shown_too(
    open_deck: OpenDeck, place: tuple[Path, dict[str, str]], own_server: Server
) -> None:
    with open_deck(own_server.address) as deck:
        held: list[Route] = []
        published = False

        def hold_until_published(asked: Route) -> None:
            if published:
                asked.continue_()
            else:
                held.append(asked)

        deck.page.route("**/api/snapshots/**", hold_until_published)
        deck.open("/services")
        expect(deck.page.locator(".tiles > *").first).to_contain_text("12")
        publish_without_last(*place, rows=4)
        published = True
        for asked in held:
            asked.continue_()
        expect(deck.page.locator(".tiles > *").first).to_contain_text("8")


def test_a_day_of_the_past_is_shown_as_it_was_known(
    open_deck: OpenDeck, place: tuple[Path, dict[str, str]], own_server: Server
) -> None:
    day = date.today() - timedelta(days=2)  # yesterday may not be over yet where Riverton lies
    move_back(place[0], day)
    publish_without_last(*place, rows=4)
    with open_deck(own_server.address) as deck:
        deck.open("/services")
        expect(deck.page.locator(".tiles > *").first).to_contain_text("8")
        deck.open(f"/services?as_of={day}")
        expect(deck.page.locator(".tiles > *").first).to_contain_text("12")
        expect(deck.page.locator(".notice-as-of")).to_contain_text(str(day.year))
        deck.open("/services?as_of=2001-01-01")
        expect(deck.page.locator(".panel-body [role=alert]").first).to_be_visible()
