"""A disk that stalls silences nobody: what reads it is refused at once, and is answered again when it comes back."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.stalled_disk import Waiting
from tests.conftest import publish_riverton
from tests.serving import Server, serve

THREADS = 4


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
