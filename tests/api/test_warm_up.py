"""What everybody opens is answered before anybody opens it, and no reader waits for that."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import flask
import pytest
from flask.testing import FlaskClient

from api import warm_up
from components.shell import registry
from components.shell.view_parts import part_names
from tests.api.test_statements import statements  # noqa: F401 - the fixture
from tests.api.test_view_stream import lines
from tests.city_with_records import CITY
from tests.conftest import forget_settings

PAGES = ("overview", "services", "food_safety", "fiscal", "economy")


@pytest.fixture
def cold(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Riverton with nothing answered yet."""
    monkeypatch.setenv("CITYDECK_CACHE_DIR", str(tmp_path / "answers"))
    forget_settings()
    return client


def test_what_everybody_opens_costs_no_statement(cold: FlaskClient, statements: list[str]) -> None:  # noqa: F811
    warm_up.warm_city(CITY)
    assert statements
    statements.clear()
    for page in PAGES:
        names = ",".join(part_names(registry.pages()[page]))
        for view in ({}, {"area": "NE"}, {"lang": "zh"}, {"lang": "id", "area": "SW"}):
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


@pytest.fixture
def server() -> flask.Flask:
    """Answers `/outer` by asking itself for `/inner`, as a page is made that joins its files."""
    server = flask.Flask("answering")
    server.add_url_rule("/inner", "inner", lambda: "inner")
    server.add_url_rule("/outer", "outer", lambda: server.test_client().get("/inner").text)
    return server


def test_nothing_is_asked_while_a_reader_is_answered(server: flask.Flask) -> None:
    busy, idle = warm_up.Busy(SimpleNamespace(server=server)), threading.Event()  # type: ignore[arg-type]
    answering, go_on = threading.Event(), threading.Event()
    server.add_url_rule("/slow", "slow", lambda: (answering.set(), str(go_on.wait(30)))[1])
    reader = threading.Thread(target=lambda: server.test_client().get("/slow"))
    reader.start()
    assert answering.wait(10)
    waiting = threading.Thread(target=lambda: (busy.wait_until_idle(), idle.set()))
    waiting.start()
    assert not idle.wait(3 * warm_up.LOOK_SECONDS)
    go_on.set()
    assert idle.wait(10)
    reader.join()
    waiting.join()


def test_a_page_that_asks_its_own_server_leaves_it_idle(server: flask.Flask) -> None:
    busy = warm_up.Busy(SimpleNamespace(server=server))  # type: ignore[arg-type]
    assert server.test_client().get("/outer").text == "inner"
    assert busy.answering == 0
