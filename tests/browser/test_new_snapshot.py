"""Snapshots come while readers look: an open page follows by itself, and a day of the past stays as it was known."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage
from tests.city_with_records import CITY, read_records, write_records
from tests.conftest import publish_riverton
from tests.serving import Server, run, serve

WITHIN_SECONDS = 30


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


def first_tile(deck: DeckPage) -> str:
    """The words of the first tile."""
    return deck.tiles()[0]


def test_an_open_page_shows_a_new_snapshot_by_itself(
    open_deck: OpenDeck, place: tuple[Path, dict[str, str]], own_server: Server
) -> None:
    with open_deck(own_server.address) as deck:
        deck.open("/services")
        expect(deck.page.locator(".tiles > *").first).to_contain_text("12")
        deck.page.evaluate("() => { window.sameDocument = true; }")
        publish_without_last(*place, rows=4)
        published = time.monotonic()
        expect(deck.page.locator(".tiles > *").first).to_contain_text("8", timeout=WITHIN_SECONDS * 1000)
        assert time.monotonic() - published < WITHIN_SECONDS
        assert deck.page.evaluate("() => window.sameDocument") is True


def test_a_day_of_the_past_is_shown_as_it_was_known(
    open_deck: OpenDeck, place: tuple[Path, dict[str, str]], own_server: Server
) -> None:
    yesterday = date.today() - timedelta(days=1)
    first = next((place[0] / "snapshots" / CITY / "services").glob("*/snapshot.json"))
    told = json.loads(first.read_text("utf-8"))
    first.write_text(json.dumps(told | {"published_at": f"{yesterday}T12:00:00+00:00"}), "utf-8")
    publish_without_last(*place, rows=4)
    with open_deck(own_server.address) as deck:
        deck.open("/services")
        expect(deck.page.locator(".tiles > *").first).to_contain_text("8")
        deck.open(f"/services?as_of={yesterday}")
        expect(deck.page.locator(".tiles > *").first).to_contain_text("12")
        expect(deck.page.locator(".notice-as-of")).to_contain_text(str(yesterday.year))
        deck.open("/services?as_of=2001-01-01")
        expect(deck.page.locator(".panel-body [role=alert]").first).to_be_visible()
