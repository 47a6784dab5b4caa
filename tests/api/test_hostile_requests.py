"""Forged, torn and outdated requests are answered with 400 or 404 and a sentence, never with a mistake of ours."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from werkzeug.test import TestResponse

from api.page_requests import fault_of
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.hostile_requests import WRONG, Sent, changed, hostile, places, session
from tests.pages.asking import LAYOUTS, page_request


@pytest.fixture
def stranger(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client whose heartbeats go to a folder of the test, and that is answered as a browser is."""
    monkeypatch.setenv("CITYDECK_WALLS_DIR", str(tmp_path / "walls"))
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    forget_settings()
    return client


def send(client: FlaskClient, sent: Sent) -> TestResponse:
    """Send it and take the whole answer in: a part that fails raises here."""
    return client.open(sent.address, method=sent.method, data=sent.data, headers=sent.headers, buffered=True)


def test_the_visit_itself_is_answered(stranger: FlaskClient) -> None:
    told = {sent.address: send(stranger, sent).status_code for sent in session()}
    # Addresses of files and shapes name their content: 302 leads to what a list says now. A part or case of theirs that
    # Riverton lacks is not there.
    assert {address: status for address, status in told.items() if status not in (200, 204, 302, 404)} == {}
    assert sum(status in (200, 204, 302) for status in told.values()) >= len(told) - 8, told


def test_the_visit_asks_every_kind_of_address_that_there_is(stranger: FlaskClient) -> None:
    """What the visit lacks, the strangers made of it would not try either."""
    routes = stranger.application.url_map
    asked = {routes.bind("").match(urlsplit(sent.address).path, sent.method)[0] for sent in session()}
    known = {rule.endpoint for rule in routes.iter_rules() if rule.endpoint != "static"}
    assert known - asked == set()


@pytest.mark.parametrize(
    "path", ["nothing/here.js", "dash/nothing.js", "dash/..%2f..%2fsetup.py", "dash_leaflet/async-GeoJSON"]
)
def test_a_file_that_no_package_has_is_not_there(stranger: FlaskClient, path: str) -> None:
    answer = stranger.get(f"/_dash-component-suites/{path}")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


@pytest.mark.parametrize("page", ["/services", "/wall"])
def test_every_wrong_place_of_a_page_request_is_refused_or_answered(stranger: FlaskClient, page: str) -> None:
    asked = page_request(page, f"?city={CITY}")
    statuses: dict[int, int] = {}
    for path in places(asked):
        bodies = [changed(asked, path, wrong) for wrong in WRONG]
        bodies += [changed(asked, path, None, dropped=True)] if path else []
        for body in bodies:
            status = stranger.post(LAYOUTS, json=body).status_code
            statuses[status] = statuses.get(status, 0) + 1
    assert statuses.keys() == {200, 400}, statuses


# Flask-Compress leaves the file of a HEAD request to the collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sent=hostile())
def test_nothing_that_strangers_send_is_our_mistake(sent: Sent, stranger: FlaskClient) -> None:
    assert send(stranger, sent).status_code < 500, sent


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "Invalid JSON"),
        (b"\xff", "Invalid JSON"),
        (b'{"output": "a", "inputs": []}', "output: Input should be"),
        (json.dumps(page_request("services", "")).encode(), "inputs.0.value: String should match"),
        (json.dumps(page_request("/", "\ud800")).encode(), "unexpected end of hex escape"),
        (json.dumps(page_request("/", "") | {"state": []}).encode(), "state: Extra inputs"),
    ],
)
def test_a_request_for_no_page_is_told_why(stranger: FlaskClient, body: bytes, told: str) -> None:
    answer = stranger.post(LAYOUTS, data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype, told in answer.text) == (400, "text/plain", True), answer.text


def test_a_refused_request_is_one_short_line_in_the_log(
    stranger: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    body: dict[str, Any] = page_request("/", "") | {"\x1b[2J\n" + "x" * 900: 1}
    with caplog.at_level(logging.INFO):
        assert stranger.post(LAYOUTS, json=body).status_code == 400
    ((_, level, line),) = caplog.record_tuples
    assert (level, len(line) < 300, "\x1b" in line or "\n" in line) == (logging.WARNING, True, False)


def test_what_the_renderer_sends_is_a_page_request() -> None:
    asked = page_request("/services", "?city=riverton")
    assert fault_of(json.dumps(asked | {"parsedChangedPropsIds": asked["changedPropIds"]}).encode()) is None


def test_the_server_answers_no_callback_but_that_of_pages(client: FlaskClient) -> None:
    client.get("/")
    asked = [each for each in client.get("/_dash-dependencies").get_json() if each["clientside_function"] is None]
    assert [(each["output"], each["state"]) for each in asked] == [(page_request("/", "")["output"], [])]
