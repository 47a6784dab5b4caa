"""A monitor learns whether the server is alive and has something to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.health import readiness
from tests.city_with_records import CITY, DOMAINS, write_city


def test_a_server_that_answers_is_alive(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.headers["Cache-Control"]) == (200, "alive\n", "no-store")


def test_a_served_city_is_ready_and_says_how_old_it_is(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    told = answer.get_json()
    assert (answer.status_code, told["ready"], told["city"]) == (200, True, CITY)
    assert told["domains"].keys() == set(DOMAINS)
    services = told["domains"]["services"]
    assert (services["data_as_of"], services["freshness"], services["stands_in_for_damaged"]) == (
        "2025-06-30", "archive", False,
    )  # fmt: skip


def test_a_city_without_records_is_not_ready(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert readiness() == {"ready": False, "city": None, "domains": {}}
    write_city(own_folders / "cities")
    monkeypatch.setenv("CITYDECK_DEFAULT_CITY", CITY)
    assert readiness() == {"ready": False, "city": CITY, "domains": {}}
