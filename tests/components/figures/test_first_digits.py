"""What a deviation from Benford's law comes to, and that few numbers come to nothing."""

from __future__ import annotations

import pytest

from components.figures.first_digits import FEWEST, deviation_text, first_digit_bars, first_digits
from components.figures.marks import Marks
from components.text import Words
from data.reading.answer import Answer
from data.reading.queries.fiscal import context
from tests.components.answers import answer_of
from tests.components.figures.drawn import of_class, text

WORDS = Words("en", "USD")


def digits(payments: int, apart: float) -> Answer:
    columns = (list(range(1, 10)), [0.1] * 9, [0.3] * 9, [7] * 9, [payments] * 9, [apart] * 9)
    schema = context.first_digits.columns
    assert not callable(schema)
    return answer_of(dict(zip(schema, map(list, columns), strict=True)))


@pytest.mark.parametrize(
    ("apart", "grade"), [(0.002, "close"), (0.006, "acceptable"), (0.012, "marginal"), (0.015, "beyond what is")]
)
def test_a_deviation_is_graded_as_nigrini_does(apart: float, grade: str) -> None:
    told = deviation_text(digits(12_345, apart), WORDS)
    assert told.startswith("n = 12,345. ") and f"pp, {grade}" in told and "not an alert" in told


def test_few_payments_say_nothing() -> None:
    told = deviation_text(digits(FEWEST - 1, 0.2), WORDS)
    assert told == "n = 499: with fewer than 500 payments, first digits say nothing."
    assert text(of_class(first_digit_bars(digits(FEWEST - 1, 0.2), WORDS, Marks()), "figure-remark")) == told


def test_a_picture_has_all_nine_digits_and_the_note() -> None:
    drawn = first_digits(digits(FEWEST, 0.002), WORDS)
    assert [len(trace["x"]) for trace in drawn["data"]] == [9, 9]
    assert drawn["layout"]["annotations"][-1]["text"].startswith("n = 500. ")
    assert first_digits(answer_of({column: [] for column in digits(1, 0.0).schema}), WORDS)["data"]
