"""A disk that stalls silences nobody: what reads it is refused at once, and is answered again when it comes back."""

from __future__ import annotations

import http.client
import itertools
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from api.stalled_disk import Waiting
from tests.city_with_records import CITY
from tests.conftest import publish_riverton
from tests.pages.asking import view_address
from tests.serving import Server, serve
from tests.stalled_file import stalled

THREADS = 4
VIEW = {"city": CITY, "lang": "en"}
#: Each view is asked once: what is known is answered from the cache.
VIEWS = itertools.count()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stalling")


@pytest.fixture(scope="module")
def home(root: Path) -> Path:
    """The folder of Riverton's snapshots of services."""
    return root / "snapshots" / "riverton" / "services"


@pytest.fixture(scope="module")
def stalling(root: Path) -> Iterator[Server]:
    environment = publish_riverton(root) | {
        "CITYDECK_WORKERS": "1", "CITYDECK_THREADS": str(THREADS), "CITYDECK_STALL_SECONDS": "1",
    }  # fmt: skip
    with serve(environment, root / "server.log") as running:
        yield running


def status(server: Server, path: str) -> int:
    try:
        with urllib.request.urlopen(server.address + path, timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize(
    "readers", [pytest.param(THREADS // 2, id="half of the threads"), pytest.param(THREADS + 2, id="all threads")]
)
def test_a_disk_that_stalls_silences_nobody(stalling: Server, home: Path, readers: int) -> None:
    address, pointer = "/api/snapshots/riverton", (home / "CURRENT").read_text("utf-8")
    assert status(stalling, address) == 200
    (home / "CURRENT").unlink()
    os.mkfifo(home / "CURRENT")  # whoever opens it waits, as on a file system that does not answer
    with ThreadPoolExecutor(readers) as pool:
        waiting = [pool.submit(status, stalling, address) for _ in range(readers)]
        time.sleep(2)  # longer than `stall_seconds`
        began = time.monotonic()
        assert [status(stalling, path) for path in (address, "/readyz", "/healthz")] == [503, 503, 200]
        assert time.monotonic() - began < 10
        with (home / "CURRENT").open("w") as back:  # it answers again
            (home / "CURRENT").unlink()
            (home / "CURRENT").write_text(pointer, "utf-8")
            back.write(pointer)
        ends = [each.result(30) for each in waiting]
    assert ends.count(200) >= min(readers, THREADS)  # whoever held a thread is answered
    # Whoever came after them is refused where its turn comes before the others have noticed that the disk is back.
    assert set(ends) <= {200, 503}
    assert status(stalling, address) == 200


def view(server: Server, page: str, part: str) -> str:
    """The page's part as it is answered in a view of its own, to the end that it has."""
    number = next(VIEWS)
    since = (date(2024, 1, 1) + timedelta(days=number)).isoformat()
    try:
        with urllib.request.urlopen(server.address + view_address(page, [part], VIEW | {"since": since})) as answer:
            return bytes(answer.read()).decode()
    except http.client.IncompleteRead as broken_off:
        return broken_off.partial.decode()


def test_cubes_that_do_not_open_take_their_panels_alone(stalling: Server, home: Path) -> None:
    """Whoever asked services held the lock that all others needed."""
    told = "does not answer. Try again in a moment."
    (cubes,) = home.glob("2*/cubes.duckdb")
    view(stalling, "food_safety", "tiles")  # a busy machine may take longer to open these than is waited for the others
    with ThreadPoolExecutor(1) as pool:
        with stalled(cubes):
            waiting = pool.submit(view, stalling, "services", "panel.channels")
            food = view(stalling, "food_safety", "tiles")
            assert ('"failed"' in food, told in food) == (False, False)
            assert told in waiting.result(30)
            assert [told in view(stalling, "services", "panel.channels") for _ in range(2 * THREADS)] == [True] * 8
            refused = f"/export/services/channels.csv?{urlencode(VIEW | {'since': '2023-05-05'})}"
            assert [status(stalling, path) for path in (refused, "/healthz")] == [503, 200]
        back_by = time.monotonic() + 60
        while told in (answered := view(stalling, "services", "panel.channels")):
            assert time.monotonic() < back_by, answered


def test_a_thread_that_has_answered_waits_no_more() -> None:
    waiting = Waiting()
    waiting.begin()
    assert (waiting.longer_than(-1), waiting.longer_than(60)) == (1, 0)
    waiting.end()
    waiting.end()
    assert waiting.longer_than(-1) == 0


def test_a_view_waits_for_the_disk_while_its_parts_are_made_and_not_while_they_are_taken() -> None:
    waiting, seen = Waiting(), list[int]()

    def parts() -> Iterator[bytes]:
        for part in (b"tiles", b"map"):
            seen.append(waiting.longer_than(-1))
            yield part

    waiting.begin()
    for _ in waiting.each(parts()):
        seen.append(waiting.longer_than(-1))
    assert seen == [1, 0, 1, 0]
    assert waiting.longer_than(-1) == 0
