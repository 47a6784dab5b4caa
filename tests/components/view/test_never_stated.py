"""What a city's records never state is not in its data: no chart of one bar "Not stated", no file of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash

from components.view.reader import read
from data.reading.answer import Found, NotInData
from data.reading.queries.services import one_service, rankings, requests
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.published import Rows, published
from tests.pages.asking import panel, words
from tests.serving import folders

REQUESTS: Rows = [
    {"service_request_id": str(number), "service_id": "noise", "status": "open", "outcome": "pending",
     "channel": channel, "requested_datetime": f"2025-02-{day:02d} 08:00:00", "duplicate": False}
    for number, (day, channel) in enumerate([(3, "unknown"), (4, "unknown"), (20, "app")])
]  # fmt: skip
SERVICE = {"service_id": "noise", "name_en": "Noise", "department_id": "police", "department_en": "Police"}


@pytest.fixture(scope="module", autouse=True)
def city(dashboard: Dash, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No request says its nature, and one of three its channel."""
    root: Path = tmp_path_factory.mktemp("never-stated")
    published(root, "services", {"services": [SERVICE], "requests": REQUESTS})
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**folders(root), "CITYDECK_DEFAULT_CITY": CITY}.items():
            patch.setenv(name, value)
        forget_settings()
        yield
    forget_settings()


def test_a_breakdown_by_what_is_never_stated_is_not_in_this_data() -> None:
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    assert reader.ask(requests.requests_by_nature) == NotInData("nature")
    assert isinstance(reader.ask(rankings.requests_by_service), Found)
    # Days by hour have two keys, neither of which anybody could leave unsaid.
    assert isinstance(reader.ask(one_service.requests_by_weekday_and_hour), Found)


def test_what_is_stated_elsewhere_keeps_its_bar() -> None:
    """In the first week of February no request says its channel: that is one of the channels that the city knows."""
    reader = read({"city": CITY, "lang": "en", "since": "2025-02-01", "until": "2025-02-07"})
    assert reader is not None
    outcome = reader.ask(rankings.requests_by_channel)
    assert isinstance(outcome, Found)
    assert outcome.answer.columns["channel"] == ["unknown"]


def test_page_and_file_say_so(dashboard: Dash) -> None:
    client = dashboard.server.test_client()
    sentence = "Not in this data: the city's records contain no natures of requests."
    assert words(panel(client, "services", "natures")) == [sentence]
    assert client.get(f"/export/services/natures.csv?city={CITY}&lang=en").status_code == 404
