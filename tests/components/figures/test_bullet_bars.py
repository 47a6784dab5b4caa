"""Budgets as bullets: each mark where its share is, the legend of those there are, and what is cut off."""

from __future__ import annotations

from typing import Any

from components.figures.bullet_bars import bullet_bars
from components.figures.bullets import MOST_ROWS, bullets
from components.figures.marks import Marks
from components.text import Words
from data.reading import schema
from data.reading.answer import Answer
from tests.components.answers import answer_of
from tests.components.figures.drawn import attribute, of_class, of_type, text

WORDS = Words("en", "USD")
SCHEMA = schema.bullet("department", "executed_share", "committed_share", "approved_share", "year_gone_share")


def budgets(*rows: tuple[Any, ...]) -> Answer:
    return answer_of(dict(zip(SCHEMA, map(list, zip(*rows, strict=True)), strict=True)))


TWO = budgets(("roads", "Roads", 0.5, 0.75, 0.8, 0.25), ("parks", "Parks", 1.25, None, 1.0, 0.25))


def test_marks_stand_on_one_scale_that_reaches_to_the_most_overspent() -> None:
    first, second = of_class(bullet_bars(TWO, WORDS, Marks("department")), "bullet")
    at = {each.className: each.style["--at"] for each in first.children}
    assert at == {"bullet-budget": 0.8, "bullet-committed": 0.6, "bullet-value": 0.4, "bullet-approved": 0.64,
                  "bullet-expected": 0.2}  # fmt: skip
    assert [each.className for each in second.children] == [
        "bullet-budget", "bullet-value", "bullet-approved", "bullet-expected",
    ]  # fmt: skip


def test_few_budgets_fill_their_panel_and_many_are_as_high_as_their_names() -> None:
    seven = budgets(*[(str(index), "Roads", 0.5, 0.75, 0.8, 0.25) for index in range(7)])
    styles = [of_type(bullet_bars(each, WORDS, Marks()), "Table")[0].style for each in (TWO, seven)]
    assert styles == [{"--row": "4.5rem"}, {}]


def test_a_row_says_its_share_is_named_and_can_be_chosen() -> None:
    shown = bullet_bars(TWO, WORDS, Marks("department", frozenset({"parks"})))
    assert [text(each) for each in of_class(shown, "number")] == ["50.0%", "125.0%"]
    buttons = of_type(shown, "Button")
    assert [(attribute(each, "data-value"), attribute(each, "aria-pressed")) for each in buttons] == [
        ("roads", "false"), ("parks", "true"),
    ]  # fmt: skip
    legend = of_class(shown, "figure-legend")
    assert text(legend) == "Committed Share of the budget spent Budget as approved Share of the year elapsed"
    roads = of_type(shown, "Tr")[1]
    assert "budget as approved: 80.0%" in attribute(roads, "data-tip")


def test_what_does_not_fit_is_counted() -> None:
    many = budgets(*((f"d{n}", f"D {n}", 0.1, 0.2, 1.0, 0.25) for n in range(MOST_ROWS + 8)))
    assert text(of_class(bullet_bars(many, WORDS, Marks()), "figure-note")) == f"{MOST_ROWS} of {MOST_ROWS + 8}"
    picture = bullets(many, WORDS)
    assert picture["layout"]["annotations"][0]["text"] == f"first {MOST_ROWS} of {MOST_ROWS + 8}"
    assert len(picture["data"][0]["x"]) == MOST_ROWS


def test_a_picture_has_bars_and_marks_and_names_them() -> None:
    drawn = bullets(TWO, WORDS)["data"]
    assert [(trace["type"], trace["name"], trace["x"]) for trace in drawn] == [
        ("bar", "Committed", [0.75, None]), ("bar", "Share of the budget spent", [0.5, 1.25]),
        ("scatter", "Budget as approved", [0.8, 1.0]), ("scatter", "Share of the year elapsed", [0.25, 0.25]),
    ]  # fmt: skip
