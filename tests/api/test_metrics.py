"""What Prometheus reads: all processes counted, and nothing said to others who were not meant."""

from __future__ import annotations

import time
import urllib.request

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from tests.city_with_records import DOMAINS
from tests.conftest import forget_settings
from tests.serving import Server


def read(server: Server) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels."""
    with urllib.request.urlopen(f"{server.address}/metrics", timeout=60) as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_the_requests_of_all_processes_are_counted_once(server: Server) -> None:
    before = read(server).get(("citydeck_requests_total", "/theme.css", "200"), 0)
    for _ in range(12):
        with urllib.request.urlopen(f"{server.address}/theme.css", timeout=60) as answer:
            answer.read()
    deadline, told = time.monotonic() + 30, read(server)
    # A process counts a request after its answer was taken.
    while told["citydeck_requests_total", "/theme.css", "200"] < before + 12 and time.monotonic() < deadline:
        told = read(server)
    assert told["citydeck_requests_total", "/theme.css", "200"] == before + 12
    assert told["citydeck_request_seconds_count", "/theme.css"] == told["citydeck_requests_total", "/theme.css", "200"]
    memory = [value for key, value in told.items() if key[0] == "citydeck_memory_bytes"]
    assert memory
    assert all(30e6 < value < 2e9 for value in memory), memory


def test_what_is_served_is_told(server: Server) -> None:
    told = read(server)
    assert {key[2] for key in told if key[0] == "citydeck_data_age_seconds"} == set(DOMAINS)
    assert told["citydeck_data_state", "riverton", "services", "archive"] == 1
    assert (told[("citydeck_walls",)], told[("citydeck_quiet_walls",)]) == (0, 0)


@pytest.mark.parametrize(
    ("remote", "headers", "status"),
    [
        ("127.0.0.1", {}, 200), ("::1", {}, 200), ("10.0.0.7", {}, 404), ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-Proto": "https"}, 404), ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 404),
    ],
)  # fmt: skip
def test_other_machines_are_told_nothing(
    client: FlaskClient, remote: str, headers: dict[str, str], status: int
) -> None:
    asked = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": remote})
    assert asked.status_code == status


def test_a_setting_opens_them(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYDECK_METRICS", "true")
    forget_settings()
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.0.0.7"}).status_code == 200
