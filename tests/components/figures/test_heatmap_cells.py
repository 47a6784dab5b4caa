"""A heat map on a page: a table of numbers, shaded from the least to the most."""

from __future__ import annotations

from components.figures.heatmap_cells import heatmap_cells
from components.figures.margins import text_px
from components.figures.marks import Marks
from components.text import Words
from tests.components.answers import answer
from tests.components.figures.drawn import attribute, of_class, of_type, text

WORDS = Words("en", "USD")
FOUND = answer(hour=["0", "1", "1"], weekday=["Mon", "Mon", "Tue"], requests=[0, 24_000, 12_000])


def test_the_first_category_runs_across_and_a_missing_pair_is_empty() -> None:
    head, monday, tuesday = of_type(heatmap_cells(FOUND, WORDS, Marks()), "Tr")
    assert [text(cell) for cell in of_type(head, "Th")] == ["0", "1"]
    assert (text(monday), text(tuesday)) == ("Mon 0 24.0K", "Tue 12.0K")
    assert [cell.className if hasattr(cell, "className") else "" for cell in of_type(tuesday, "Td")] == ["", "shade-4"]


def test_names_of_rows_have_their_own_width_or_less() -> None:
    """Departments' names took a phone's whole panel, and the cells were out of sight."""
    (table,) = of_type(heatmap_cells(FOUND, WORDS, Marks()), "Table")
    assert table.style == {"--name": f"{text_px('Mon') / 16:g}rem"}


def test_a_cell_says_where_it_is_and_its_number_exactly() -> None:
    cell = of_class(heatmap_cells(FOUND, WORDS, Marks()), "shade-8")[-1]
    assert attribute(cell, "data-tip") == "Mon, 1\nRequests: 24,000"


def cells(words: Words, numbers: list[float]) -> list[str]:
    drawn = heatmap_cells(
        answer(hour=list("012")[: len(numbers)], weekday=["Mon"] * len(numbers), requests=numbers), words, Marks()
    )
    return [text(cell) for cell in of_type(of_type(drawn, "Tbody"), "Td")]


def test_numbers_of_a_map_compare_in_every_language() -> None:
    assert cells(WORDS, [11_217, 10_480, 9_630]) == ["11.2K", "10.5K", "9.6K"]
    assert cells(Words("zh", "CNY"), [11_217, 10_480, 9_630]) == ["1.12万", "1.05万", "0.96万"]
    assert cells(WORDS, [72.0, 54.7, 28.0]) == ["72.0", "54.7", "28.0"]
    assert cells(WORDS, [72.0, 54.0, 0.0]) == ["72", "54", "0"]


def test_equal_numbers_take_the_middle_of_the_scale() -> None:
    one = heatmap_cells(answer(hour=["0"], weekday=["Mon"], rate_share=[0.123]), WORDS, Marks())
    (cell,) = of_type(of_type(one, "Tbody"), "Td")
    assert (cell.className, text(cell)) == ("shade-4", "12%")


def test_nothing_has_no_cells() -> None:
    drawn = heatmap_cells(answer(hour=[], weekday=[], requests=[]), WORDS, Marks())
    assert of_type(of_type(drawn, "Tbody"), "Tr") == []
