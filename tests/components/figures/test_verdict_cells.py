"""A table whose numbers are coloured only where they differ significantly."""

from __future__ import annotations

from components.figures.verdict_cells import verdict_cells
from components.text import Words
from data.reading.schema import Column, category, value
from tests.components.answers import answer_of
from tests.components.figures.drawn import attribute, of_type, text

WORDS = Words("en", "USD")
SCHEMA = (
    category("horizon"),
    category("method"),
    value("rmse_points", "points"),
    Column("verdict", "state", dimension="verdict"),
)


def test_only_a_significant_difference_is_coloured_and_it_is_said_in_words() -> None:
    columns = (["0", "0", "1"], ["mean", "dfm", "dfm"], [2.0, 1.5, 2.5], ["same", "better", "worse"])
    found = answer_of(dict(zip(SCHEMA, columns, strict=True)))
    drawn = verdict_cells(found, WORDS)
    cells = of_type(of_type(drawn, "Tbody"), "Td")
    assert [attribute(cell, "data-verdict") for cell in cells] == [None, "better", None, "worse"]
    assert "(better)" in text(cells[1])
    assert text(cells[2]) == ""
    assert "Diebold" in text(drawn)
    assert text(of_type(of_type(drawn, "Thead"), "Th")[0]) == "Horizon (quarters ahead)"
