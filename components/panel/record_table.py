"""Records as a dense table: sorted and filtered in the browser, numbers in the reader's language."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

from components.figures.wording import column_word, digits_of, exact, headed, written
from components.markup import RecordTable
from components.text import Words
from components.view.address import has_own_pages
from data.reading.answer import Answer
from data.reading.schema import Column

#: A column is as wide as its longest cell, within these bounds: only the longest texts take more than a line.
CHARACTER_PX, PADDING_PX, HEAD_PADDING_PX, NARROWEST_PX, WIDEST_PX = 7.2, 34, 66, 96, 360

#: Columns of codes whose rows have a name beside them: in exports, and not on the page.
CODES = frozenset({"series"})
#: Rows that go on paper: a sheet of them. The others are in what the panel's menu takes away (assets/css/print.css).
PAPER_ROWS = 40
#: What the menu of a column's condition says, `column_filter.<name>`.
FILTER_WORDS = (
    "filter", "filtered", "operator", "value", "from", "to", "placeholder", "none",
    "contains", "notContains", "equals", "notEqual", "startsWith", "endsWith", "blank", "notBlank",
    "greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual", "inRange",
)  # fmt: skip


def _column(column: Column, values: list[Any], words: Words) -> dict[str, Any]:
    """A column's head, what it needs in width, and whether its values are numbers."""
    word = column_word(column, words)
    longest = max((_width(written(value, column, words)) for value in values[:200]), default=0)
    # A head wraps between words and not inside one.
    widest_word = max((_width(part) for part in word.split()), default=0)
    needed = max(longest * CHARACTER_PX + PADDING_PX, widest_word * CHARACTER_PX + HEAD_PADDING_PX, NARROWEST_PX)
    defined = {"field": column.name, "head": headed(word), "word": word, "width_px": round(min(needed, WIDEST_PX))}
    if column.is_number:
        return defined | {"is_number": True} | ({"is_share": True} if column.unit == "share" else {})
    return defined


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
    (`written`), of an amount to the cent (`exact`), and which of them stands in each row (`rows`)."""
    places: dict[Any, int] = {}
    rows = [places.setdefault(value, len(places)) for value in values]
    digits = digits_of(column, places)
    texts = [written(value, column, words, digits) for value in places]
    if all(text == value for text, value in zip(texts, places, strict=True)):
        return {"plain": values}
    told = {"of": list(places), "written": texts, "rows": rows}
    return told | ({"exact": [exact(value, column, words) for value in places]} if column.unit == "lcu" else {})


def record_table(answer: Answer, words: Words) -> RecordTable:
    """The whole answer as a table; sorting uses the values, the cells show them written with their units."""
    sent = [column for column in answer.schema if column.name not in CODES]
    named = [_named_by(column, answer) for column in sent]
    return RecordTable(
        columns=[
            _column(column, answer.values(column), words) | _opens(column, answer)
            for column in sent
            if column not in named
        ],
        values={column.name: _values(column, answer.values(column), words) for column in sent},
        words={name: words.t(f"column_filter.{name}") for name in FILTER_WORDS}
        | {"paper": words.t("table.paper", count=PAPER_ROWS)},
    )
