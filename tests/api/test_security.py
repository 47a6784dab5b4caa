"""What strangers send is limited, and what is not here is said to be not here."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient

from api.security import MOST_BODY_BYTES, ask_itself, page_pattern


def test_a_pattern_of_pages() -> None:
    pattern = page_pattern(["/", "/food-safety", "/services/<service_id>"])
    for path in ("/", "/food-safety", "/services/a b.c", "/services/a%2Fb"):
        assert pattern.fullmatch(path), path
    for path in ("/food", "/food-safety/x", "/services/", "/services/a/b", ""):
        assert not pattern.fullmatch(path), path


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200), ("/services", 200), ("/services/pothole", 200), ("/services/s1", 404), ("/wall", 200),
        ("/nothing", 404), ("/services/a/b", 404), ("/fiscal/funds/f%2Fb?city=riverton", 404), ("/food-safety/", 404),
        ("/%00", 404), ("/" + "a" * 4000, 404),
    ],
)  # fmt: skip
def test_an_address_that_no_page_has_is_404_and_shows_a_page(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert '<div id="react-entry-point">' in answer.text


@pytest.mark.parametrize("address", ["/_dash-update-component", "/api/heartbeat"])
def test_a_body_that_is_too_long_is_refused(client: FlaskClient, address: str) -> None:
    answer = client.post(address, data=b"a" * (MOST_BODY_BYTES + 1), content_type="application/json")
    assert answer.status_code in (400, 413)


def test_a_body_without_a_length_is_refused_when_it_grows_too_long(client: FlaskClient) -> None:
    body = io.BytesIO(b" " * (MOST_BODY_BYTES + 2))
    answer = client.post(
        "/_dash-update-component",
        input_stream=body,
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413


def test_only_trusted_names_are_served(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "TRUSTED_HOSTS", ["deck.example.org", ".city.example"])
    for host, status in {"deck.example.org": 200, "a.city.example": 200, "evil.example": 400}.items():
        assert client.get("/healthz", headers={"Host": host}).status_code == status, host
    assert ask_itself(client.application, "/").status_code == 200
    monkeypatch.setitem(client.application.config, "TRUSTED_HOSTS", [".city.example"])
    assert ask_itself(client.application, "/").status_code == 200
