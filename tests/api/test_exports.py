"""A file holds what its page shows, or a sentence says why there is none."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from tests.city_with_records import CITY

REQUESTS = f"/export/services/services.csv?city={CITY}&lang=en"


def rows(client: FlaskClient, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_a_file_keeps_to_the_view(client: FlaskClient) -> None:
    assert [row[2] for row in rows(client, REQUESTS)] == ["requests", "7", "5"]
    assert [row[2] for row in rows(client, f"{REQUESTS}&area=NW")] == ["requests", "3", "2"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("&district_name=NW", "district_name"),
        ("&area=NOWHERE", "NOWHERE"),
        ("&since=2025-13-01", "since=2025-13-01"),
        ("&channel=app&channel=web", "channel"),
    ],
)
def test_a_choice_that_is_not_understood_refuses_the_file(client: FlaskClient, more: str, sentence: str) -> None:
    response = client.get(REQUESTS + more)
    assert (response.status_code, response.mimetype) == (400, "text/plain")
    assert sentence in response.text


def test_another_citys_numbers_are_never_given_under_the_name_of_one(client: FlaskClient) -> None:
    response = client.get("/export/services/services.csv?city=atlantis&lang=en")
    assert (response.status_code, "atlantis" in response.text) == (400, True)


def test_a_part_that_cannot_keep_a_choice_says_so(client: FlaskClient) -> None:
    response = client.get(f"{REQUESTS}&fund=water")
    assert (response.status_code, response.mimetype) == (404, "text/plain")
    assert "Fund" in response.text


def test_the_companion_of_a_csv_is_linked_and_says_its_choices(client: FlaskClient) -> None:
    address = f"{REQUESTS}&area=NW&since=2025-01-01&until=2025-06-30"
    link = client.get(address).headers["Link"]
    assert link.startswith("</export/services/services.csv-metadata.json?city=riverton")
    said = json.loads(client.get(link[1 : link.index(">")]).data)
    assert said["notes"][0]["choices"]["Area"] == "Northwest"
    assert said["notes"][0]["view"]["since"] == "2025-01-01"
    assert [each["name"] for each in said["tableSchema"]["columns"]][:3] == ["service", "name", "requests"]


def test_every_part_of_a_page_has_an_address(client: FlaskClient) -> None:
    for part in ("tile.requests", "tile.requests.trend", "map.requests_per_1000", "places.requests_per_1000", "points",
                 "options.channel", "requests_table"):  # fmt: skip
        answered = json.loads(client.get(f"/export/services/{part}.json?city={CITY}").data)
        assert {"source", "columns", "rows"} == answered.keys(), part
