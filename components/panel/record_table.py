"""Records as a dense table: sorted and filtered in the browser, numbers in the reader's language."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

import dash_ag_grid as dag

from components.figures.wording import column_word, headed, is_date, period
from components.text import Words, unit_of
from data.reading.answer import Answer

#: Field of a row that holds the written form of another field; map.js and table.js know it by this sign.
WRITTEN = "written_"
#: A column is as wide as its longest cell, within these bounds: only the longest texts are cut, and told on hover.
CHARACTER_PX, PADDING_PX, NARROWEST_PX, WIDEST_PX = 7.2, 34, 96, 360


def _is_number(values: list[Any]) -> bool:
    return any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _column(name: str, values: list[Any], words: Words) -> dict[str, Any]:
    """One column's definition: numbers to the right with their unit, everything else to the left."""
    word = column_word(name, words)
    longest = max((_width(_written(value, name, words)) for value in values[:200]), default=0)
    column = {
        "field": name,
        "headerName": headed(word),
        "headerTooltip": word,
        "valueFormatter": {"function": "citydeckWritten(params)"},
        "minWidth": round(min(max(longest * CHARACTER_PX + PADDING_PX, NARROWEST_PX), WIDEST_PX)),
    }
    if _is_number(values):
        return column | {"type": "rightAligned", "filter": "agNumberColumnFilter", "flex": 1}
    return column | {"filter": "agTextColumnFilter", "flex": 3 if longest > 30 else 2 if longest > 14 else 1,
                     "tooltipField": name}  # fmt: skip


def _width(text: str) -> int:
    """How wide a text stands, in Latin letters: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _written(value: Any, name: str, words: Words) -> str:
    """A cell as the reader sees it."""
    if isinstance(value, bool):
        return words.t("figure.yes") if value else words.t("figure.no")
    if value is None or isinstance(value, int | float):
        return words.number(value, unit_of(name))
    if is_date(value):
        return period(value, name, words)
    return words.or_same(f"value.{name}", str(value))


def _rows(answer: Answer, words: Words) -> list[dict[str, Any]]:
    """Each record with the written form of every field that is not simply its own text."""
    rows = []
    for record in answer.records():
        row = dict(record)
        for name, value in record.items():
            if (text := _written(value, name, words)) != value:
                row[WRITTEN + name] = text
        rows.append(row)
    return rows


def record_table(answer: Answer, words: Words) -> dag.AgGrid:
    """The whole answer as a table; sorting uses the values, the cells show them written with their units."""
    return dag.AgGrid(
        rowData=_rows(answer, words),
        columnDefs=[_column(name, values, words) for name, values in answer.columns.items()],
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        dashGridOptions={
            "animateRows": False,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "tooltipShowDelay": 400,
            "suppressColumnVirtualisation": True,
        },
        className="record-table",
        style={"height": "100%", "width": "100%"},
    )
