"""What brings a city on runs beside the real server: it starts and ends with it, and neither takes the other down."""

from __future__ import annotations

import os
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.city.pack import load_city
from data.drops.clock import city_time
from data.published.snapshots import find_snapshot
from modules.run import module_domains, publish_domain, run_module
from modules.simulate import AHEAD_DAYS, simulate
from settings import settings
from tests.modules.simulate.conftest import write_pack
from tests.modules.smaller_world import forecast_less
from tests.serving import Server, folders, serve

WAIT_SECONDS = 90


@pytest.fixture(scope="module")
def harbour_town(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of Harbour Town, which lives and is published up to yesterday."""
    root = tmp_path_factory.mktemp("living")
    environment = {**folders(root), "CITYDECK_DEFAULT_CITY": "harbour", "CITYDECK_WORKERS": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        forecast_less(patch, root / "back_tests")
        settings.cache_clear()
        city = write_pack(root / "cities")
        until = city_time(city.timezone).date() - timedelta(days=1)
        simulate(load_city("harbour", root / "cities"), root / "raw", 7, 5_000, until, ahead=AHEAD_DAYS)
        for domain in module_domains():
            run_module(city, domain, settings())
            publish_domain(city, domain, settings())
    settings.cache_clear()
    return environment


@pytest.fixture
def server(harbour_town: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    with serve(harbour_town, tmp_path / "log.txt") as running:
        yield running


def _until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def _command(pid: int) -> str:
    """The command line of a process; empty where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _runs(pid: int) -> bool:
    return _command(pid) != ""


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _beside(server: Server) -> int:
    """The process that brings cities on beside that server."""

    def named() -> list[int]:
        return [child for child in _children(server.process.pid) if "modules.live_process" in _command(child)]

    _until(lambda: bool(named()), "nothing was started beside the server")
    return named()[0]


def _page(server: Server) -> int:
    with urllib.request.urlopen(f"{server.address}/", timeout=30) as answer:
        return int(answer.status)


def test_the_city_moves_while_it_is_served_and_its_steps_end_with_the_server(
    server: Server, harbour_town: dict[str, str]
) -> None:
    snapshots = Path(harbour_town["CITYDECK_SNAPSHOTS_DIR"])
    beside = _beside(server)
    # Of today, not of yesterday: a moment and not a day.
    _until(lambda: "T" in find_snapshot(snapshots, "harbour", "food_safety").data_as_of, "no step was published")
    assert _page(server) == 200
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=30) == 0
    assert not _runs(beside)


def test_a_server_that_is_killed_leaves_nothing_behind(server: Server) -> None:
    beside = _beside(server)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(timeout=30)
    _until(lambda: not _runs(beside), "the steps go on without their server")
    assert not _runs(beside)


def test_the_server_outlives_what_runs_beside_it(server: Server) -> None:
    beside = _beside(server)
    os.kill(beside, signal.SIGKILL)
    _until(lambda: not _runs(beside), "it does not die")
    assert _page(server) == 200
    assert server.process.poll() is None


def test_nothing_is_started_where_no_city_lives(riverton: dict[str, str], tmp_path: Path) -> None:
    with serve(riverton, tmp_path / "log.txt") as running:
        assert _page(running) == 200
        assert not [child for child in _children(running.process.pid) if "modules.live_process" in _command(child)]
