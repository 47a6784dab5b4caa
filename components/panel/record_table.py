"""Records as a dense table: sorted and filtered in the browser, numbers in the reader's language."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

import dash_ag_grid as dag

from components.figures.wording import column_word, headed, written
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Field of a row that holds the written form of another field; panel/written_cells.js knows it by this sign.
WRITTEN = "written_"
#: A column is as wide as its longest cell, within these bounds: only the longest texts are cut, and told on hover.
CHARACTER_PX, PADDING_PX, HEAD_PADDING_PX, NARROWEST_PX, WIDEST_PX = 7.2, 34, 52, 96, 360

#: Columns of codes whose rows have a name beside them: in exports, and not on the page.
CODES = frozenset({"series"})
#: Menus and labels of the grid that have a word of ours, `grid.<name>`; the names are AG Grid's.
GRID_WORDS = (
    "contains", "notContains", "equals", "notEqual", "startsWith",
    "endsWith", "blank", "notBlank", "lessThan", "greaterThan",
    "lessThanOrEqual", "greaterThanOrEqual", "inRange", "inRangeStart", "inRangeEnd",
    "andCondition", "orCondition", "filterOoo", "empty", "noRowsToShow",
    "noMatchingRows", "ariaFilteringOperator", "ariaFilterValue", "ariaFilterFromValue", "ariaFilterToValue",
    "ariaFilterMenuOpen", "ariaFilterInput", "ariaLabelColumnFilter", "ariaFilterColumn", "ariaColumnFiltered",
    "ariaSortableColumn",
)  # fmt: skip


def _column(column: Column, values: list[Any], words: Words) -> dict[str, Any]:
    """One column's definition: numbers to the right with their unit, everything else to the left."""
    word = column_word(column, words)
    longest = max((_width(written(value, column, words)) for value in values[:200]), default=0)
    # A head wraps between words and not inside one.
    widest_word = max((_width(part) for part in word.split()), default=0)
    needed = max(longest * CHARACTER_PX + PADDING_PX, widest_word * CHARACTER_PX + HEAD_PADDING_PX, NARROWEST_PX)
    defined = {
        "field": column.name,
        "headerName": headed(word),
        "headerTooltip": word,
        "valueFormatter": {"function": "citydeckWritten(params)"},
        "minWidth": round(min(needed, WIDEST_PX)),
    }
    if column.is_number:
        return defined | {"type": "rightAligned", "filter": "agNumberColumnFilter", "flex": 1}
    return defined | {"filter": "agTextColumnFilter", "flex": 3 if longest > 30 else 2 if longest > 14 else 1,
                     "tooltipField": column.name}  # fmt: skip


def _width(text: str) -> int:
    """How wide a text stands, in Latin letters: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _rows(answer: Answer, words: Words) -> list[dict[str, Any]]:
    """Each record with the written form of every field that is not simply its own text."""
    rows = []
    for record in answer.records():
        row = dict(record)
        for column in answer.schema:
            value = record[column.name]
            if (text := written(value, column, words)) != value:
                row[WRITTEN + column.name] = text
        rows.append(row)
    return rows


def record_table(answer: Answer, words: Words) -> dag.AgGrid:
    """The whole answer as a table; sorting uses the values, the cells show them written with their units."""
    return dag.AgGrid(
        rowData=_rows(answer, words),
        columnDefs=[
            _column(column, answer.values(column), words) for column in answer.schema if column.name not in CODES
        ],
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        dashGridOptions={
            "animateRows": False,
            "localeText": {name: words.t(f"grid.{name}") for name in GRID_WORDS},
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "tooltipShowDelay": 400,
            "suppressColumnVirtualisation": True,
        },
        className="record-table",
        style={"height": "100%", "width": "100%"},
    )
