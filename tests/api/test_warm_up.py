"""What everybody opens is answered before anybody opens it, and no reader waits for that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import warm_up
from api.shared_loads import SharedLoads
from components.shell import registry
from components.shell.view_parts import part_names
from settings import ROOT
from tests.api.test_statements import statements  # noqa: F401 - the fixture
from tests.api.test_view_stream import lines
from tests.city_with_records import CITY
from tests.compiled import share_compiled
from tests.conftest import forget_settings

PAGES = ("overview", "services", "food_safety", "fiscal", "economy")


@pytest.fixture
def cold(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Riverton with nothing answered yet."""
    monkeypatch.setenv("CITYDECK_CACHE_DIR", str(share_compiled(tmp_path) / "answers"))
    forget_settings()
    return client


def test_what_everybody_opens_costs_no_statement(
    cold: FlaskClient,
    statements: list[str],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warm_up, "MOST_DISTRICTS", 1)
    warm_up.warm_city(CITY)
    assert statements
    statements.clear()
    for page in PAGES:
        names = ",".join(part_names(registry.pages()[page]))
        for view in ({}, {"area": "SE"}, {"lang": "zh"}, {"lang": "id", "area": "SE"}):
            lines(cold, names, page, **view)
    assert statements == []
    lines(cold, "tiles", "services", area="NE-W")
    assert statements


def test_the_own_language_and_the_whole_city_come_first(client: FlaskClient) -> None:
    views = list(warm_up.views(CITY))
    assert views[:3] == [{"city": CITY, "lang": language} for language in ("en", "id", "zh")]
    assert [view["area"] for view in views[3:7]] == ["SE", "SW", "NE", "NW"]
    assert len(views) == 3 * 5
    assert list(warm_up.views(CITY, districts=False)) == views[:3]


def test_a_mistake_in_one_part_leaves_the_others_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(page: object, name: str, reader: object) -> None:
        raise ZeroDivisionError(name)

    monkeypatch.setattr(warm_up, "answer_part", broken)
    assert warm_up.warm_city(CITY) > 100
    assert "a part of {'city': 'riverton', 'lang': 'en'} could not be made ready" in caplog.text
    assert "ZeroDivisionError: tiles" in caplog.text


def test_what_is_no_longer_wanted_is_not_asked(client: FlaskClient) -> None:
    left = [True, True, True]
    assert warm_up.warm_city(CITY, lambda: bool(left) and left.pop()) == 3


def test_a_worker_begins_with_the_tiles_of_one_domain(cold: FlaskClient, statements: list[str]) -> None:  # noqa: F811
    warm_up.begin(CITY)
    assert statements
    statements.clear()
    lines(cold, "tiles", "services")
    assert statements == []


def test_a_worker_begins_where_nothing_is_published(
    cold: FlaskClient,
    statements: list[str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CITYDECK_SNAPSHOTS_DIR", str(tmp_path / "none"))
    forget_settings()
    warm_up.begin(CITY)
    assert statements == []


def test_a_mistake_in_the_tiles_is_logged_and_the_worker_goes_on(
    cold: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_up, "answer_part", lambda *_: 1 / 0)
    warm_up.begin(CITY)
    assert "ZeroDivisionError" in caplog.text


def beside(parent: int) -> None:
    """What a server of that id, which nobody asks anything, starts beside it."""
    file = SharedLoads().file
    command = [sys.executable, str(ROOT / "app.py"), CITY, str(parent), str(file)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300, pass_fds=[file])


def test_a_process_beside_the_server_makes_it_ready(cold: FlaskClient, statements: list[str]) -> None:  # noqa: F811
    """The same in a process of its own, as the server starts it."""
    beside(os.getpid())
    lines(cold, "tiles,map", "services", lang="id")
    assert statements == []


def test_the_process_ends_with_its_server(cold: FlaskClient, statements: list[str]) -> None:  # noqa: F811
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    beside(gone.pid)
    lines(cold, "tiles", "services", area="SE", lang="zh")
    assert statements
