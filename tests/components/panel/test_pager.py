"""A table page by page, on the four premises of tests/riverton/food_safety."""

from __future__ import annotations

import pytest
from dash import Dash
from flask.testing import FlaskClient

from components.panel.alert_list import alert_list
from components.panel.pager import asked_page
from components.panel.panel import answer_panel
from components.panel.premises_lists import timeline
from components.panel.record_table import record_table
from components.shell import registry
from components.text import texts as words_of
from components.view.page import Page, Panel
from components.view.reader import Reader, read
from data.reading.answer import answered
from data.reading.queries.food_safety import inspections
from tests.city_with_records import CITY
from tests.components.tile.test_kpi_card import texts

TABLE = Panel("premises", inspections.premises, record_table, rows=3)
PAGE = Page("food_safety", "food_safety", table=TABLE)


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    found = read({"city": CITY, "lang": "en"})
    assert found is not None
    return found


def names(reader: Reader, page: int) -> tuple[list[str], int]:
    outcome, number = asked_page(TABLE, reader, page)
    answer = answered(outcome)
    assert answer is not None
    assert answer.all_rows == 4
    return answer.columns["premises"], number


def test_pages_are_the_whole_table_in_its_order(reader: Reader) -> None:
    whole = reader.answer(inspections.premises)
    assert whole is not None
    assert names(reader, 0)[0] + names(reader, 1)[0] == whole.columns["premises"]


@pytest.mark.parametrize(("page", "shown"), [(-1, 0), (10**9, 0), (7, 1)])
def test_a_page_that_there_is_not_is_the_last_or_the_first(reader: Reader, page: int, shown: int) -> None:
    assert names(reader, page)[1] == shown


def test_the_line_says_which_rows_of_how_many_in_which_order(reader: Reader) -> None:
    shown, _ = answer_panel(PAGE, TABLE, reader)
    assert isinstance(shown, list)
    (paged,) = shown
    assert texts(paged.children[1]) == [
        "1\u20133 of 4",
        "Most visits with a critical violation first. Sorting and filtering act on this page.",
        "Previous", "Next",
    ]  # fmt: skip
    turned, _ = answer_panel(PAGE, TABLE, reader, 1)
    assert isinstance(turned, list)
    line = turned[0].children[1]
    assert texts(line)[0] == "4\u20134 of 4"
    before, after = line.children[1:]
    assert getattr(before, "data-turn-to") == "0"
    assert getattr(after, "aria-disabled") == "true"


def test_a_table_that_is_whole_has_no_pages(reader: Reader) -> None:
    shown, _ = answer_panel(PAGE, Panel("premises", inspections.premises, record_table, rows=5), reader)
    assert isinstance(shown, list)
    assert len(shown) == 1


def test_every_table_that_is_shown_in_pages_says_its_order(dashboard: Dash) -> None:
    tables = [
        panel
        for page in registry.pages().values()
        for panel in (*page.panels, *((page.table,) if page.table else ()))
        if panel.rows and panel.figure in (record_table, alert_list, timeline)
    ]
    assert len(tables) > 4
    assert {f"order.{panel.question}" for panel in tables} <= words_of("en").keys()
