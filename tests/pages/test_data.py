"""The data page tells of every domain what is served, and explains its columns."""

from __future__ import annotations

from flask.testing import FlaskClient

from components.text import Words
from tests.city_with_records import CITY
from tests.pages.asking import LAYOUTS, page_request, words


def told_in(client: FlaskClient, language: str) -> list[str]:
    """Every text of the page."""
    answered = client.post(LAYOUTS, json=page_request("/data", f"?city={CITY}&lang={language}")).get_json()
    return words(answered["response"]["_pages_content"]["children"])


def test_every_domain_is_told_with_its_rows(client: FlaskClient) -> None:
    told = told_in(client, "en")
    assert "requests 13 and services 2" in told
    assert any("inspections 7" in text for text in told)
    assert any("Riverton's tests" in text for text in told)


def test_another_language_tells_the_same(client: FlaskClient) -> None:
    assert Words("zh", "USD").t("page.data.title") in told_in(client, "zh")
