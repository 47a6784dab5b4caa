"""A workbook for Excel and its like: one sheet of records, one that says what they are."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.reading.answer import Answer
from data.reading.exports.about import ISO_DAY, About, UnwritableError
from data.reading.schema import Column

#: What a sheet of this format may hold at most (Excel specifications and limits, Microsoft).
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
#: The first day that its calendar knows.
FIRST_DAY = date(1900, 1, 1)


def to_workbook(answer: Answer, about: About) -> bytes:
    """XLSX of the whole answer. A text is written as a text, so that none is a formula or a link; days are days.

    Raises UnwritableError where it has more rows than a sheet may have, or a longer text than a cell.
    """
    if answer.rows >= MOST_ROWS:
        raise UnwritableError(f"{answer.rows} rows")
    body = io.BytesIO()
    # A row is written out as soon as the next one begins: a hundred thousand take no memory.
    with xlsxwriter.Workbook(body, {"constant_memory": True}) as book:
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        records, sheet_about = book.add_worksheet("records"), book.add_worksheet("about")
        for place, column in enumerate(answer.schema):
            _write(records, 0, place, column.name, head)
        for number, row in enumerate(zip(*answer.columns.values(), strict=True), start=1):
            for place, cell in enumerate(row):
                _write(records, number, place, cell, day)
        records.freeze_panes(1, 0)
        if answer.rows:
            records.autofilter(0, 0, answer.rows, len(answer.schema) - 1)
        _write_about(sheet_about, answer.schema, about, head)
    return body.getvalue()


def _write(sheet: Worksheet, row: int, place: int, cell: Any, text_format: Format | None = None) -> None:
    """One cell: a number, a day, a truth or a text; what is missing stays empty."""
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell)
    elif ISO_DAY.fullmatch(cell) and (day := date.fromisoformat(cell)) >= FIRST_DAY:
        sheet.write_datetime(row, place, day, text_format)
    elif len(cell) > MOST_CHARACTERS:
        raise UnwritableError(f"a text of {len(cell)} characters")
    else:
        sheet.write_string(row, place, cell, text_format if row == 0 else None)


def _write_about(sheet: Worksheet, schema: tuple[Column, ...], about: About, head: Format) -> None:
    """Title, choices and provenance, then the records' columns: name, title, unit."""
    lines = [(about.title,), *about.lines(), ()]
    lines += [(column.name, about.columns.get(column.name, column.name), column.unit) for column in schema]
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text, head if number == 0 else None)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
