from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/services?service=noise", "/services/noise"),
        ("/services?city=riverton&service=noise&area=NW", "/services/noise?city=riverton&area=NW"),
        ("/food-safety?premises=p+1%2F2&lang=en", "/food-safety/p%201%2F2?lang=en"),
        ("/food-safety?premises=%2F%2Felsewhere.test", "/food-safety/%2F%2Felsewhere.test"),
    ],
)
def test_one_thing_in_a_query_leads_to_its_page(client: FlaskClient, old: str, new: str) -> None:
    answered = client.get(old)
    assert (answered.status_code, answered.headers["Location"]) == (302, new)


@pytest.mark.parametrize(
    "address",
    [
        "/services",
        "/services?service=noise|pothole",
        "/services?channel=app",
        "/?premises=p1",
        "/services/noise?service=x",
    ],
)
def test_any_other_address_stays(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200
