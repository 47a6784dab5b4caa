"""Records as a dense table: sorted and filtered in the browser, numbers in the reader's language."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

from components.figures.wording import column_word, headed, written
from components.markup import Grid
from components.text import Words
from components.view.address import has_own_pages
from data.reading.answer import Answer
from data.reading.schema import Column

#: Where AG Grid is asked for when a table comes into sight; the address changes with its version.
GRID_SCRIPT = "/assets/vendor/ag-grid-community.min.js?version=35.3.1"
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
        "minWidth": round(min(needed, WIDEST_PX)),
    }
    if column.is_number:
        return defined | {"type": "rightAligned", "filter": "agNumberColumnFilter", "flex": 1}
    return defined | {"filter": "agTextColumnFilter", "flex": 3 if longest > 30 else 2 if longest > 14 else 1,
                     "tooltipField": column.name}  # fmt: skip


def _opens(column: Column, answer: Answer) -> dict[str, Any]:
    """Of a column whose cells lead to a page: the dimension, and the field that has its values.

    That is the name of the row, or its id where it has none, and the name of anything else that has pages.
    """
    identity, label = answer.first("id"), answer.first("label")
    whose = identity if column is (label or identity) else _named_by(column, answer)
    if whose is None or not has_own_pages(whose.dimension, answer.source.domain):
        return {}
    return {"opens": {"dimension": whose.dimension, "field": whose.name}}


def _named_by(column: Column, answer: Answer) -> Column | None:
    """The column of ids whose names the column has."""
    return next((each for each in answer.schema if column.role == "detail" and each.name == column.of), None)


def _width(text: str) -> int:
    """How wide a text stands, in small Latin letters: a Chinese character takes two, digits and capitals a bit more."""
    return round(sum(map(_letter_width, text)))


def _letter_width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 2
    return 1.2 if letter.isdigit() or letter.isupper() else 1


def _values(column: Column, values: list[Any], words: Words) -> dict[str, Any]:
    """A column's values, and where they are written otherwise, how: each different value once (`of`), its written form
    (`written`), and which of them stands in each row (`rows`)."""
    places: dict[Any, int] = {}
    rows = [places.setdefault(value, len(places)) for value in values]
    texts = [written(value, column, words) for value in places]
    if all(text == value for text, value in zip(texts, places, strict=True)):
        return {"plain": values}
    return {"of": list(places), "written": texts, "rows": rows}


def record_table(answer: Answer, words: Words) -> Grid:
    """The whole answer as a table; sorting uses the values, the cells show them written with their units."""
    sent = [column for column in answer.schema if column.name not in CODES]
    named = [_named_by(column, answer) for column in sent]
    return Grid(
        columns=[
            _column(column, answer.values(column), words) | _opens(column, answer)
            for column in sent
            if column not in named
        ],
        values={column.name: _values(column, answer.values(column), words) for column in sent},
        words={name: words.t(f"grid.{name}") for name in GRID_WORDS},
    )
