from __future__ import annotations

import pytest

from components.panel.record_table import FILTER_WORDS, record_table
from components.text import Words
from data.reading.schema import detail, identity, label, name_of
from tests.components.answers import answer, answer_of

WORDS = Words("en", "USD")
FOUND = answer(
    name=["Pothole", None], day=["2026-01-02", "2026-01-03"], cost_lcu=[1_250_000.0, None], on_time_share=[0.5, 0.25],
    n=[3, 12_000],
)  # fmt: skip

IMPACT = detail("impact_points", "points")
PREMISES = answer_of({identity("premises"): ["p1"], label(): ["Diner"]})


def test_values_sort_as_numbers_and_read_as_words() -> None:
    values = record_table(FOUND, WORDS).values
    assert values["cost_lcu"] == {
        "of": [1_250_000.0, None],
        "written": ["$1.25M", "–"],
        "rows": [0, 1],
        "exact": ["$1,250,000.00", "–"],
    }
    assert values["on_time_share"]["written"] == ["50.0%", "25.0%"]
    assert values["day"]["written"] == ["2 Jan 2026", "3 Jan 2026"]
    assert values["n"]["written"] == ["3", "12,000"]


def test_a_text_is_not_sent_twice() -> None:
    assert record_table(answer(name=["Pothole", "Pothole"]), WORDS).values["name"] == {"plain": ["Pothole", "Pothole"]}


def test_what_is_written_alike_is_written_once() -> None:
    values = record_table(answer(cost_lcu=[5.0, 7.0, 5.0]), WORDS).values["cost_lcu"]
    assert (values["of"], values["rows"]) == ([5.0, 7.0], [0, 1, 0])


def test_numbers_stand_to_the_right_and_filter_as_numbers() -> None:
    columns = {column["field"]: column for column in record_table(FOUND, WORDS).columns}
    assert list(columns) == ["name", "day", "cost_lcu", "on_time_share", "n"]
    assert [column.get("is_number", False) for column in columns.values()] == [False, False, True, True, True]
    assert [name for name, column in columns.items() if column.get("is_share")] == ["on_time_share"]


def test_an_empty_answer_keeps_its_columns() -> None:
    table = record_table(answer(name=[], days=[]), WORDS)
    assert all(values == {"plain": []} for values in table.values.values())
    assert [column["field"] for column in table.columns] == ["name", "days"]


def test_a_code_with_a_name_beside_it_is_not_on_the_page() -> None:
    table = record_table(answer(name=["Catering revenue"], series=["catering_revenue"], inspections=[1]), WORDS)
    assert [column["field"] for column in table.columns] == ["name", "inspections"]
    assert table.values.keys() == {"name", "inspections"}


def test_a_column_is_as_wide_as_its_longest_cell_within_bounds() -> None:
    table = record_table(answer(name=["x" * 30, "y"], n=[1, 2], hazard=["z" * 300, ""]), WORDS)
    assert {column["field"]: column["width_px"] for column in table.columns} == {"name": 250, "n": 102, "hazard": 360}


@pytest.mark.parametrize(("language", "contains"), [("en", "Contains"), ("zh", "包含"), ("id", "Berisi")])
def test_the_menus_of_columns_are_in_the_readers_language(language: str, contains: str) -> None:
    words = record_table(FOUND, Words(language)).words
    assert words["contains"] == contains
    assert set(words) == {*FILTER_WORDS, "paper"}


def test_the_name_of_a_row_leads_to_its_page() -> None:
    columns = {column["field"]: column for column in record_table(PREMISES, WORDS).columns}
    assert columns["name"]["opens"] == {"dimension": "premises", "field": "premises"}
    assert "opens" not in columns["premises"]
    assert all("opens" not in column for column in record_table(FOUND, WORDS).columns)


def test_a_name_leads_to_the_page_of_what_it_names_and_the_id_is_sent_unseen() -> None:
    table = record_table(answer_of({
        label(): ["Invoice 7"], name_of("payee_name", "payee"): ["Acme"], detail("payee", dimension="payee"): ["GY1"],
        name_of("account_name", "account"): ["Wages"], detail("account", dimension="account"): ["301"],
    }), WORDS)  # fmt: skip
    columns = {column["field"]: column for column in table.columns}
    assert list(columns) == ["name", "payee_name", "account_name"]
    assert columns["payee_name"]["opens"] == {"dimension": "payee", "field": "payee"}
    assert "opens" not in columns["name"] and "opens" not in columns["account_name"]
    assert table.values["payee"] == {"plain": ["GY1"]}


def test_numbers_of_a_column_have_the_same_decimals() -> None:
    """5.0 stands under 3.2; impacts that are all below a point have two decimals, and none is minus nothing."""
    numbers = {detail("actual", "count"): [3.2, 5.0], IMPACT: [0.024, -0.001], detail("n", "count"): [3, 4]}
    values = record_table(answer_of(numbers), WORDS).values
    assert values["actual"]["written"] == ["3.2", "5.0"]
    assert values["impact_points"]["written"] == ["0.02", "0.00"]
    assert values["n"]["written"] == ["3", "4"]
    assert record_table(answer_of({IMPACT: [1.5, 0.02]}), WORDS).values["impact_points"]["written"] == ["1.5", "0.0"]
