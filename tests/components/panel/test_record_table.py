from __future__ import annotations

import pytest

from components.panel.record_table import GRID_WORDS, record_table
from components.text import Words
from tests.components.answers import answer

WORDS = Words("en", "USD")
FOUND = answer(
    name=["Pothole", None], day=["2026-01-02", "2026-01-03"], cost_lcu=[1_250_000.0, None], on_time_share=[0.5, 0.25],
    n=[3, 12_000],
)  # fmt: skip


def test_values_sort_as_numbers_and_read_as_words() -> None:
    first, second = record_table(FOUND, WORDS).rowData
    assert first["cost_lcu"] == 1_250_000.0
    assert first["written_cost_lcu"] == "$1.25M"
    assert first["written_on_time_share"] == "50.0%"
    assert first["written_day"] == "2 Jan 2026"
    assert second["written_cost_lcu"] == "–"
    assert second["written_n"] == "12,000"


def test_a_text_is_not_sent_twice() -> None:
    assert "written_name" not in record_table(FOUND, WORDS).rowData[0]


def test_numbers_stand_to_the_right_and_filter_as_numbers() -> None:
    columns = {column["field"]: column for column in record_table(FOUND, WORDS).columnDefs}
    assert list(columns) == ["name", "day", "cost_lcu", "on_time_share", "n"]
    assert columns["cost_lcu"]["type"] == "rightAligned"
    assert columns["cost_lcu"]["filter"] == "agNumberColumnFilter"
    assert columns["name"]["filter"] == "agTextColumnFilter"


def test_an_empty_answer_keeps_its_columns() -> None:
    table = record_table(answer(name=[], days=[]), WORDS)
    assert table.rowData == []
    assert [column["field"] for column in table.columnDefs] == ["name", "days"]


def test_a_code_stands_in_the_row_and_not_on_the_page() -> None:
    table = record_table(answer(name=["Catering revenue"], series=["catering_revenue"], inspections=[1]), WORDS)
    assert [column["field"] for column in table.columnDefs] == ["name", "inspections"]
    assert table.rowData[0]["series"] == "catering_revenue"


@pytest.mark.parametrize(("language", "contains"), [("en", "Contains"), ("zh", "包含"), ("id", "Berisi")])
def test_the_menus_of_the_grid_are_in_the_readers_language(language: str, contains: str) -> None:
    words = record_table(FOUND, Words(language)).dashGridOptions["localeText"]
    assert words["contains"] == contains
    assert set(words) == set(GRID_WORDS)
