"""The data page tells of every domain what is served, and explains its columns."""

from __future__ import annotations

import dash
from flask.testing import FlaskClient

from components.text import Words
from tests.city_with_records import CITY
from tests.components.test_kpi_card import texts


def told_in(language: str) -> list[str]:
    """Every text of the page."""
    (entry,) = (each for each in dash.page_registry.values() if each["path"] == "/data")
    return texts(entry["layout"](city=CITY, lang=language))


def test_every_domain_is_told_with_its_rows(client: FlaskClient) -> None:
    told = told_in("en")
    assert "requests 13, services 2" in told
    assert any("inspections 7" in text for text in told)
    assert any("Riverton's tests" in text for text in told)


def test_another_language_tells_the_same(client: FlaskClient) -> None:
    assert Words("zh", "USD").t("page.data.title") in told_in("zh")
