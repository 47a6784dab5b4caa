"""A workbook opens with days, numbers and texts, and runs nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from data.reading.answer import Answer
from data.reading.exports.about import UnwritableError
from data.reading.exports.workbook import MOST_CHARACTERS, MOST_ROWS, to_workbook
from data.reading.schema import label
from tests.data.reading.exports.example import ABOUT, ANSWER, source


def test_cells_have_their_types() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(ANSWER, ABOUT)))["records"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        ["month", "name", "requests", "completion_rate_share", "raised"],
        [datetime(2025, 5, 1), "=1+1", 7, 0.5, None],
        [datetime(2025, 6, 1), "http://example.org", None, None, None],
        [None, "Café", 2, 1, None],
    ]


def test_no_text_is_a_formula_or_a_link() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(ANSWER, ABOUT)))["records"]
    assert [(sheet[cell].data_type, sheet[cell].hyperlink) for cell in ("B2", "B3")] == [("s", None), ("s", None)]


def test_the_second_sheet_says_what_the_first_is() -> None:
    hostile = replace(ABOUT, title="=cmd()")
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(ANSWER, hostile)))["about"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert sheet["A1"].data_type == "s"
    assert rows[:3] == [["=cmd()"], ["Period", "May – June 2025"], ["Source", "City of Riverton"]]
    assert ["requests", "Requests", "count"] in rows


def test_an_empty_answer_keeps_its_columns() -> None:
    empty = replace(ANSWER, columns={name: [] for name in ANSWER.columns})
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(empty, ABOUT)))["records"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [list(ANSWER.columns)]


def test_a_day_before_the_calendar_of_workbooks_stays_a_text() -> None:
    old = Answer({"name": ["1899-12-31", "1900-01-01"]}, source(), (label(),))
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(old, ABOUT)))["records"]
    assert [sheet["A2"].value, sheet["A3"].value] == ["1899-12-31", datetime(1900, 1, 1)]


@pytest.mark.parametrize("names", [["x" * (MOST_CHARACTERS + 1)], [None] * MOST_ROWS], ids=["long text", "many rows"])
def test_what_does_not_fit_is_refused_and_never_cut(names: list[str | None]) -> None:
    with pytest.raises(UnwritableError):
        to_workbook(Answer({"name": names}, source(), (label(),)), ABOUT)
