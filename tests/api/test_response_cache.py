"""An answer is kept while it would be made the same again, and no longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.response_cache import ResponseCache
from components.panel import panel as panels
from tests.api.test_view_stream import cubes_in_use
from tests.city_with_records import CITY
from tests.conftest import forget_settings, publish_riverton
from tests.pages.asking import CALLBACKS, ask_unknown_panel, panel_request, words


def ask(client: FlaskClient, language: str = "", **view: str) -> list[str]:
    """The words of the panel of channels, which the reader's browser wants in this language."""
    body = panel_request("services", "channels", {"city": CITY, **view})
    answered = client.post(CALLBACKS, json=body, headers={"Accept-Language": language} if language else {})
    assert answered.status_code == 200
    return words([part["children"] for part in answered.get_json()["response"].values()])


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the panels that were made anew."""
    found: list[str] = []
    make = panels.answer_panel

    def counted(page: panels.Page, panel: panels.Panel, reader: panels.Reader) -> object:
        found.append(panel.key)
        return make(page, panel, reader)

    monkeypatch.setattr(panels, "answer_panel", counted)
    return found


def test_the_same_question_is_answered_once(client: FlaskClient, made: list[str]) -> None:
    first = ask(client, since="2025-01-07")
    assert ask(client, since="2025-01-07") == first
    assert made == ["channels"]
    ask(client, since="2025-01-08")
    assert made == ["channels", "channels"]


def test_readers_of_other_languages_are_answered_in_theirs(client: FlaskClient) -> None:
    assert ask(client, "en") != ask(client, "zh-CN")
    assert ask(client, "en") == ask(client, "en-GB")


def test_a_mistake_of_ours_is_made_again(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        assert ask_unknown_panel(client).status_code == 500
    assert caplog.text.count("callback failed") == 2


def test_a_fault_that_passes_is_asked_again(
    client: FlaskClient, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cubes that cannot be opened for a moment leave nothing behind: the same request is answered once they can."""
    for name, value in publish_riverton(own_folders).items():
        monkeypatch.setenv(name, value)
    forget_settings()
    with cubes_in_use(own_folders):
        missing = ask(client, since="2025-01-09")
        assert ask(client, since="2025-01-09") == missing
    answered = ask(client, since="2025-01-09")
    assert answered != missing


def test_the_least_lately_used_goes_first() -> None:
    cache = ResponseCache(most_bytes=10)
    for key in ("a", "b", "c"):
        cache.keep(key, b"xxx")
    assert cache.get("a") == b"xxx"
    cache.keep("d", b"yyyy")
    assert [cache.get(key) for key in ("a", "b", "c", "d")] == [b"xxx", None, b"xxx", b"yyyy"]
    cache.keep("d", b"z")
    cache.keep("e", b"zz")
    assert [cache.get(key) for key in ("a", "c", "d", "e")] == [b"xxx", b"xxx", b"z", b"zz"]
    cache.keep("f", b"too long")
    assert cache.get("f") is None
