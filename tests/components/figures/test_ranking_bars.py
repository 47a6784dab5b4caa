"""A ranking on a page: its rows, its bars, what it selects, and the orders that it can be turned to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.figures.marks import Marks
from components.figures.ranking_bars import MOST_ROWS, orders, ranking_bars
from components.text import Words
from data.reading import schema
from tests.components.answers import answer, answer_of
from tests.components.figures.drawn import attribute, of_class, of_type, text

WORDS = Words("en", "USD")
TWO = answer(service=["a", "b"], name=["Alpha", "Beta"], days=[2.0, 1.0], started=[5, 7])


def test_a_row_has_its_name_its_number_and_the_rest_on_hover() -> None:
    first, second = of_type(of_type(ranking_bars(TWO, WORDS, Marks()), "Tbody"), "Tr")
    assert (text(first), text(second)) == ("Alpha 2.0 days", "Beta 1.0 days")
    assert attribute(second, "data-tip") == "started: 7"


def test_a_bar_is_as_long_as_its_value() -> None:
    lines = [line for cell in of_type(ranking_bars(TWO, WORDS, Marks()), "Td") for line in of_type(cell, "Div")]
    assert [(line.style["--from"], line.style["--share"]) for line in lines] == [(0.0, 1.0), (0.0, 0.5)]


def test_bars_to_both_sides_of_nothing_have_their_numbers_across_it() -> None:
    """A number takes the room of the other side's bars, not that of its own: on a phone no bar was left."""
    found = answer(service=["a", "b"], name=["Alpha", "Beta"], days=[30.0, -1.0])
    lines = [line for cell in of_type(ranking_bars(found, WORDS, Marks()), "Td") for line in of_type(cell, "Div")]
    assert [(line.className, line.style) for line in lines] == [
        ("above", {"--share": 0.9677, "--zero": 0.0323, "--above": "9ch", "--below": "9ch"}),
        ("below", {"--share": 0.0323, "--zero": 0.0323, "--above": "9ch", "--below": "9ch"}),
    ]  # fmt: skip


def test_bars_below_nothing_alone_end_together() -> None:
    found = answer(service=["a", "b"], name=["Alpha", "Beta"], days=[-1.0, -4.0])
    lines = [line for cell in of_type(ranking_bars(found, WORDS, Marks()), "Td") for line in of_type(cell, "Div")]
    assert [(line.style["--from"], line.style["--share"]) for line in lines] == [(0.75, 0.25), (0.0, 1.0)]


def test_a_name_selects_its_row_and_says_whether_it_is_chosen() -> None:
    buttons = of_class(ranking_bars(TWO, WORDS, Marks("service", frozenset({"b"}))), "mark")
    assert [(attribute(each, "data-marks"), attribute(each, "data-value"), attribute(each, "aria-pressed"))
            for each in buttons] == [("service", "a", "false"), ("service", "b", "true")]  # fmt: skip
    (area, _) = of_class(ranking_bars(TWO, WORDS, Marks("area")), "mark")
    assert attribute(area, "aria-pressed") is None  # one area is chosen, and never taken out by a second click
    assert of_class(ranking_bars(TWO, WORDS, Marks()), "mark") == []


def test_a_name_stands_whole_and_leaves_fewer_rows() -> None:
    names = ["Urban Management and Law Enforcement Bureau, " * 2 + str(index) for index in range(20)]
    found = answer(department=list(map(str, range(20))), name=names, requests=list(range(20, 0, -1)))
    rows = of_type(of_type(ranking_bars(found, WORDS, Marks()), "Tbody")[0], "Tr")
    assert 3 <= len(rows) < MOST_ROWS
    assert text(rows[0]) == f"{names[0]} 20"


@pytest.mark.parametrize(
    ("rows", "height"), [(1, "4.5rem"), (3, "4.5rem"), (5, "2.7rem"), (8, "2rem"), (12, "1.52083rem")]
)
def test_few_rows_are_higher_and_fill_the_panel(rows: int, height: str) -> None:
    found = answer(service=list(range(rows)), name=["x"] * rows, requests=list(range(rows, 0, -1)))
    (table,) = of_type(ranking_bars(found, WORDS, Marks()), "Table")
    assert table.style["--row"] == height


def test_it_says_how_many_rows_there_are() -> None:
    found = answer(service=list(range(30)), name=["x"] * 30, requests=list(range(30, 0, -1)))
    assert text(of_class(ranking_bars(found, WORDS, Marks()), "figure-note")) == "12 of 30"


def test_it_says_what_all_its_rows_are_of() -> None:
    """63.6 alone is no figure: of a figure that the reader chose its name stands above the bars, and its period."""
    indicator, period = schema.details("area_indicator", "figure_period")
    columns = {schema.identity("area"): ["a", "b"], schema.label(): ["Alpha", "Beta"],
               schema.value("area_figure"): [63.6, 50.0]}  # fmt: skip

    def of(*indicators: str) -> str:
        drawn = ranking_bars(
            answer_of(columns | {indicator: list(indicators), period: ["2026-Q3"] * 2}), WORDS, Marks()
        )
        return text(of_class(drawn, "figure-of"))

    assert of("unemployment_share", "unemployment_share") == "Unemployment rate (%) · Q3 2026"
    assert of("unemployment_share", "poverty_share") == "Q3 2026"
    assert of_class(ranking_bars(TWO, WORDS, Marks()), "figure-of") == []


def test_a_compared_value_has_its_own_bar_and_name() -> None:
    requests = schema.value("requests")
    compared = schema.Column("compared", "compared", "count", of="requests")
    found = answer_of({schema.identity("service"): ["a"], schema.label(): ["Alpha"], requests: [4], compared: [8]})
    drawn = ranking_bars(found, WORDS, Marks())
    assert text(of_type(of_type(drawn, "Tbody"), "Tr")) == "Alpha 4 8"
    colours = [each.style["--colour"] for each in of_class(drawn, "swatch")]
    assert colours == ["var(--accent)", "var(--cat-1)"]


def places_by_order(values: list[float | None], *, whole: bool) -> dict[str, list[int]]:
    return {order: list(places) for order, places in orders(values, whole).items()}


def test_a_ranking_turns_to_its_smallest_and_to_what_lies_far_off() -> None:
    assert places_by_order([9.0, 5.0, 5.0, None], whole=True) == {"largest": [0, 1, 2, 3], "smallest": [2, 1, 0]}
    assert list(orders([1.0, 2.0, 3.0], whole=True)) == ["smallest", "largest"]
    values = [50.0, 12.0, 12.0, 11.0, 11.0, 10.0, 10.0, 10.0, 9.0, -80.0]
    assert orders(values, whole=True)["outliers"] == [9, 0]
    assert orders([None, *values[::-1]], whole=True)["outliers"] == [1, 10], "it rises, and its first row has no value"
    drawn = ranking_bars(answer(service=list(range(10)), name=list("abcdefghij"), requests=values), WORDS, Marks())
    assert [attribute(body, "data-rows") for body in of_type(drawn, "Tbody")] == ["largest", "smallest", "outliers"]
    assert text(of_type(of_type(drawn, "Tbody")[1], "Tr")[0]) == "j -80"


def test_what_does_not_run_by_value_or_is_not_whole_has_one_order() -> None:
    assert places_by_order([1.0, 3.0, 2.0], whole=True) == {"given": [0, 1, 2]}
    assert places_by_order([3.0, 2.0, 1.0], whole=False) == {"given": [0, 1, 2]}
    assert places_by_order([2.0, 2.0, 2.0], whole=True) == {"given": [0, 1, 2]}
    assert places_by_order([], whole=True) == {"given": []}
    digits = {schema.identity("digit", ordered=True): ["1", "2", "3"], schema.label(): ["1", "2", "3"],
              schema.value("n"): [3, 2, 1]}  # fmt: skip
    assert of_class(ranking_bars(answer_of(digits), WORDS, Marks()), "turn") == [], "steps of a scale stand in order"


@given(st.lists(st.one_of(st.none(), st.integers(-99, 99).map(float)), max_size=40))
def test_every_order_holds_rows_once(values: list[float | None]) -> None:
    ordered = sorted(values, key=lambda value: (value is None, -(value or 0.0)))
    for name, places in orders(ordered, whole=True).items():
        assert len(set(places)) == len(places)
        if name == "smallest":
            known = [ordered[place] for place in places]
            assert known == sorted(value for value in ordered if value is not None)
