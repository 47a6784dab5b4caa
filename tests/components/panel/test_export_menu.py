from __future__ import annotations

from components.panel.export_menu import export_menu
from components.text import Words
from components.view.page import Page, Panel
from data.reading.queries.services import requests as services
from tests.components.tile.test_kpi_card import texts

CHART = Panel("chart", services.requests_by_month, lambda found, words: {})
TABLE = Panel("table", services.requests, lambda found, words: {})
PAGE = Page("services", "services", panels=(CHART,), table=TABLE)


def test_a_chart_can_be_taken_away_as_numbers_or_picture() -> None:
    assert texts(export_menu(PAGE, CHART, Words())) == [
        Words().t(f"export.{kind}") for kind in ("csv", "csv-metadata", "xlsx", "parquet", "svg", "png")
    ]


def test_a_table_can_be_taken_away_as_numbers() -> None:
    assert texts(export_menu(PAGE, TABLE, Words())) == [
        Words().t(f"export.{kind}") for kind in ("csv", "csv-metadata", "xlsx", "parquet")
    ]
