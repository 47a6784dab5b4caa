"""A file holds what its page shows, or a sentence says why there is none."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from components.panel.export_menu import WITHOUT_PICTURE
from components.shell import registry
from data.reading.exports.formats import FORMATS
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
    assert response.text == "cannot be split by fund\n"


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
        assert {"source", "view", "columns", "rows"} == answered.keys(), part


def test_a_file_is_named_by_page_part_area_period_and_date(client: FlaskClient) -> None:
    def name(address: str) -> str:
        return client.get(address).headers["Content-Disposition"].removeprefix("attachment; filename=")

    assert name(REQUESTS) == "services_services_Riverton_all-days_data-to-2025-06-30.csv"
    view = f"city={CITY}&lang=en&area=NW&since=2025-01-01&until=2025-06-30"
    tile = name(f"/export/services/tile.requests.xlsx?{view}")
    assert tile == "services_tile.requests_Northwest_2025-01-01_2025-06-23_data-to-2025-06-30.xlsx"
    metadata = f"/export/services/services.csv-metadata.json?{view}"
    assert name(metadata).removesuffix("-metadata.json") == json.loads(client.get(metadata).data)["url"]


def test_a_name_beyond_ascii_is_sent_whole(client: FlaskClient) -> None:
    sent = client.get(f"/export/services/services.csv?city={CITY}&lang=zh").headers["Content-Disposition"]
    assert "filename*=UTF-8''services_services_%E6%B2%B3%E9%95%87_all-days_data-to-2025-06-30.csv" in sent


@pytest.mark.parametrize("part", ["requests", "tile.requests", "map.requests_per_1000", "requests_table"])
def test_a_compared_view_gives_the_rows_of_both(client: FlaskClient, part: str) -> None:
    """January to May 2025 beside the five months before: each side is what its own view gives, under its name."""
    address = f"/export/services/{part}.csv?city={CITY}&lang=en"
    own, other = "&since=2025-01-01&until=2025-05-31", "&since=2024-08-01&until=2024-12-31"
    head, *both = rows(client, f"{address}{own}&compare=previous")
    head_alone, *mine = rows(client, address + own)
    theirs = rows(client, address + other)[1:]
    assert head == ["view", *head_alone]
    assert mine != theirs
    assert both == [
        *(["1 Jan 2025 – 31 May 2025", *row] for row in mine),
        *(["1 Aug 2024 – 31 Dec 2024", *row] for row in theirs),
    ]


def test_two_areas_are_called_by_their_names(client: FlaskClient) -> None:
    both = rows(client, f"{REQUESTS}&area=NW&compare=SE")
    assert {row[0] for row in both[1:]} == {"Northwest", "Southeast"}
    said = json.loads(
        client.get(f"/export/services/services.csv-metadata.json?city={CITY}&lang=en&area=NW&compare=SE").data
    )
    assert said["notes"][0]["choices"]["Compare with"] == "Southeast"


def test_a_choice_is_said_by_the_publishers_name(client: FlaskClient) -> None:
    address = f"/export/services/tile.requests.csv-metadata.json?city={CITY}&lang=en&service=pothole"
    assert json.loads(client.get(address).data)["notes"][0]["choices"]["Service"] == "Pothole repair"


@pytest.mark.parametrize("kind", list(FORMATS))
def test_every_format_is_sent_as_what_it_is(client: FlaskClient, kind: str) -> None:
    response = client.get(REQUESTS.replace(".csv", f".{kind}"))
    assert (response.status_code, response.mimetype) == (200, FORMATS[kind].media_type)


def figure_of(client: FlaskClient, panel: str, view: str = "") -> Any:
    response = client.get(f"/export/services/{panel}.figure.json?city={CITY}&lang=en{view}")
    assert response.status_code == 200, response.text
    return response.get_json()


def test_a_picture_says_title_period_filters_source_and_days(client: FlaskClient) -> None:
    drawn = figure_of(client, "requests", "&area=NW&since=2025-01-01&until=2025-06-30&service=noise")
    assert drawn["data"][-1]["type"] == "scatter"
    above, below = (note["text"] for note in drawn["layout"]["annotations"][-2:])
    assert above == ("City: Riverton · Period: 1 Jan 2025 – 23 Jun 2025 · Area: Northwest · Service: Noise complaint")
    assert below.startswith("Source: Riverton's tests · Data to: 30 Jun 2025 · Published: ")
    assert drawn["layout"]["title"]["text"] == "<b>How many requests come in?</b>"
    assert drawn["description"] == f"{above}\n{below}"
    assert drawn["file"] == "services_requests_Northwest_2025-01-01_2025-06-23_data-to-2025-06-30"
    assert drawn["layout"]["paper_bgcolor"] == "var(--panel)", "an SVG is read on whatever lies behind it"


def test_a_picture_of_a_comparison_has_both_sides(client: FlaskClient) -> None:
    drawn = figure_of(client, "services", "&area=NW&compare=SE")
    assert [trace["name"] for trace in drawn["data"]] == ["Northwest", "Southeast"]
    assert "Compare with: Southeast" in drawn["description"]


@pytest.mark.parametrize(
    ("panel", "view", "status"),
    [("requests_table", "", 404), ("nothing", "", 404), ("requests", "&areas=NW", 400), ("requests", "&fund=f", 404),
     ("services", "&since=2030-01-01", 404)],
)  # fmt: skip
def test_where_there_is_no_figure_there_is_no_picture(client: FlaskClient, panel: str, view: str, status: int) -> None:
    assert client.get(f"/export/services/{panel}.figure.json?city={CITY}&lang=en{view}").status_code == status


def test_a_rate_of_too_few_cases_is_no_picture_and_its_file_says_why(client: FlaskClient) -> None:
    response = client.get(f"/export/services/days.figure.json?city={CITY}&lang=en&service=pothole")
    assert (response.status_code, response.text.startswith("Too few to say")) == (404, True), response.text


def test_every_figure_of_every_page_can_be_drawn_anew(client: FlaskClient) -> None:
    """Whatever a panel is on its page: its menu offers a picture, and there is a figure of it."""
    drawn = []
    for page in registry.pages().values():
        for panel in page.panels:
            if panel.figure in WITHOUT_PICTURE:
                continue
            response = client.get(f"/export/{page.key}/{panel.key}.figure.json?city={CITY}&lang=en&service=pothole")
            if response.status_code == 200:
                drawn.append(response.get_json()["layout"]["width"])
            else:
                assert response.mimetype == "text/plain", f"{page.key}/{panel.key}: {response.status_code}"
    assert len(drawn) == 26
