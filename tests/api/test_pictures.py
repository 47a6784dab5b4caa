"""The figure of a picture is whole, whatever the panel shows on its page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

ADDRESS = "/picture/services/services.json"


def test_a_ranking_is_a_figure_of_bars(client: FlaskClient) -> None:
    figure = client.get(ADDRESS, query_string={"city": "riverton", "lang": "en"}).get_json()
    assert figure["title"] == "Most requested services"
    assert figure["data"][0]["x"] == [7, 5]


def test_both_sides_of_a_comparison_are_in_it(client: FlaskClient) -> None:
    view = {"city": "riverton", "lang": "en", "area": "NW", "compare": "NE"}
    assert [trace["name"] for trace in client.get(ADDRESS, query_string=view).get_json()["data"]] == [
        "Northwest", "Northeast",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "/picture/nowhere/services.json?city=riverton",
        "/picture/services/nothing.json?city=riverton",
        "/picture/services/requests_table.json?city=riverton",
        "/picture/services/services.json?city=riverton&premises=p1",
    ],
)
def test_where_there_is_no_figure_there_is_no_picture(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
