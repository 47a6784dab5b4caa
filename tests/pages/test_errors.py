"""Three kinds of error: nothing matches, records are refused or missing, and a mistake of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.city_with_records import CITY, write_city
from tests.conftest import forget_settings
from tests.pages.asking import LAYOUTS, elements, map_of, page_request, panel, tiles, words


def role_of(shown: Any) -> str:
    """The role of the one sentence that a panel shows."""
    (sentence,) = elements(shown)
    return str(sentence["props"]["role"])


def test_nothing_matches_is_a_sentence(client: FlaskClient) -> None:
    shown = panel(client, "services", "requests", since="2030-01-01")
    assert (words(shown), role_of(shown)) == (["Nothing matches this view."], "status")


def test_a_filter_that_a_panel_cannot_follow_is_said(client: FlaskClient) -> None:
    (told,) = words(panel(client, "services", "requests", hazard_class="I"))
    assert told == "Not available here: this cannot be filtered by hazard class. Remove that filter to see it."


def test_records_that_are_missing_are_an_alert_in_their_panel_alone(client: FlaskClient) -> None:
    shown = panel(client, "services", "requests", as_of="2001-01-01")
    assert (words(shown), role_of(shown)) == (["Services: nothing was published by 1 Jan 2001."], "alert")
    assert words(map_of(client, "services", as_of="2001-01-01")["places"]) == words(shown)
    assert tiles(client, "services", as_of="2001-01-01")[0] == ["Requests", "–", "Not published yet"]


def test_without_a_folder_for_answers_everything_is_answered(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tiles(client, "services")
    monkeypatch.setenv("CITYDECK_CACHE_DIR", "/dev/null/answers")
    forget_settings()
    assert tiles(client, "services") == before
    assert [client.get(address).status_code for address in ("/", "/readyz", "/api/wall/riverton?scene=services")] == [
        200
    ] * 3


@pytest.fixture
def nothing_published(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("CITYDECK_SNAPSHOTS_DIR", str(tmp_path / "snapshots"))
    forget_settings()
    return client


def test_a_city_without_records_says_so_on_every_panel(nothing_published: FlaskClient) -> None:
    shown = panel(nothing_published, "fiscal", "departments")
    assert role_of(shown) == "alert"
    assert words(shown)[0].endswith("no records have been published for this city yet.")


def test_a_page_without_records_says_once_what_to_publish(nothing_published: FlaskClient) -> None:
    answered = nothing_published.post(LAYOUTS, json=page_request("/fiscal", f"?city={CITY}&lang=en"))
    page = answered.get_json()["response"]["_pages_content"]["children"]
    said = words(page)
    assert said.count("Fiscal risk: no records have been published for this city yet.") == 1
    assert f"python -m modules import FILE --city {CITY}" in said
    assert said[said.index("Then this page shows:") + 1 :], "the titles of the panels"
    answered = nothing_published.post(LAYOUTS, json=page_request("/", f"?city={CITY}&lang=en"))
    said = words(answered.get_json()["response"]["_pages_content"]["children"])
    assert sum("no records have been published for this city yet" in each for each in said) == 3
    assert said.count("To publish them from one of the city's own files:") == 1


def test_without_any_city_the_page_says_how_to_bring_one(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYDECK_CITIES_DIR", str(tmp_path / "cities"))
    forget_settings()
    address = f"/view/any/services?city={CITY}&lang=en&parts=panel.requests"
    assert client.get(address).status_code == 404
    answered = client.post(LAYOUTS, json=page_request("/services", ""))
    shown = words(answered.get_json()["response"]["_pages_content"]["children"])
    assert "Add a city" in shown
    write_city(tmp_path / "cities")
    assert client.get(address).status_code == 200
