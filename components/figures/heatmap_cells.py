"""A heat map on a page: a table whose cells are shaded by the numbers in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash.development.base_component import Component

from components import theme
from components.figures import axes
from components.figures.heatmap import words_of
from components.figures.margins import text_px
from components.figures.marks import Marks, tip
from components.figures.wording import column_word, headed, number_unit, written
from components.html import html
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Numbers beside one of this size are told without their decimals; beside a larger one in its step.
WHOLE_FROM, THOUSANDS_FROM = 100, 10_000
#: Digits of the largest number of thousands: with fewer, cells of different shades would say the same.
DIGITS = 3


def heatmap_cells(answer: Answer, words: Words, marks: Marks) -> Component:
    """The first category across, the second down; a missing pair stays empty. What the numbers are stands above them,
    with the ends of the scale."""
    across, down = answer.of_role("category", "time")[:2]
    value = answer.one("value")
    columns, rows = (list(dict.fromkeys(answer.values(each))) for each in (across, down))
    pairs = zip(answer.values(across), answer.values(down), strict=True)
    values = dict(zip(pairs, answer.values(value), strict=True))
    ends = axes.extent(values.values())
    places = _places((number for number in values.values() if number is not None), words)
    told = headed(column_word(value, words))
    column_words, row_words = words_of(columns, across, words), words_of(rows, down, words)
    head = html.Tr(
        [
            html.Td(),
            *(html.Th(marks.named(word, each), scope="col") for word, each in zip(column_words, columns, strict=True)),
        ]
    )
    body = [
        html.Tr(
            [
                html.Th(word, scope="row"),
                *(
                    _cell(values.get((column, row)), ends, places, value, f"{word}, {column_word_}", told, words)
                    for column, column_word_ in zip(columns, column_words, strict=True)
                ),
            ]
        )
        for row, word in zip(rows, row_words, strict=True)
    ]
    # How wide the rows' names are: in a narrow panel longer ones take another line, and leave the cells their room.
    names = {"--name": f"{max(map(text_px, row_words), default=0) / 16:g}rem"}
    table = html.Table([html.Thead(head), html.Tbody(body)], className="cells", style=names)
    return html.Div([_scale(value, ends, places, words), table], className="heatmap")


def _scale(value: Column, ends: tuple[float, float], places: int, words: Words) -> Component:
    """What is shaded, from the least to the most of it."""
    low, high = (short(end, value, words, ends[1], places) for end in ends)
    steps = [html.Span(className=f"shade-{step}") for step in range(theme.STEPS)]
    shades: dict[str, Any] = {"aria-hidden": "true"}
    return html.Div(
        [
            html.Span(headed(column_word(value, words))),
            html.Span(
                [html.Span(low), html.Span(steps, className="shades"), html.Span(high)], className="scale", **shades
            ),
        ],
        className="figure-head",
    )


def _cell(
    number: float | None, ends: tuple[float, float], places: int, value: Column, where: str, told: str, words: Words
) -> Component:
    """A cell of the value, which is called `told`."""
    if number is None:
        return html.Td()
    low, high = ends
    step = round((number - low) / (high - low) * (theme.STEPS - 1)) if high > low else theme.STEPS // 2
    return html.Td(
        short(number, value, words, high, places),
        className=f"shade-{step}",
        **tip(where, f"{told}: {written(number, value, words)}"),
    )


def _places(numbers: Iterable[float], words: Words) -> int:
    """The decimals that all numbers of a map are told with, so that they compare: of thousands so many that the largest
    has three digits, in whichever step the language writes it (11.2K, 1.12 of ten thousands)."""
    told = list(numbers)
    largest = max(map(abs, told), default=0.0)
    if largest >= THOUSANDS_FROM:
        digits = sum(letter.isdigit() for letter in words.number(largest, "short", 1, largest))
        return 1 if digits >= DIGITS else 2
    return 0 if largest >= WHOLE_FROM or all(float(number).is_integer() for number in told) else 1


def short(number: float, value: Column, words: Words, largest: float, places: int) -> str:
    """A number in as little room as says it: a share without its decimals, an amount as ever, and else with `places`.

    Beside a `largest` of ten thousand and more all are told in the same step.
    """
    unit = number_unit(value)
    if unit == "share":
        return words.number(number, unit, 0)
    if unit in ("percent", "lcu"):
        return words.number(number, unit)
    like = largest if abs(largest) >= THOUSANDS_FROM else None
    return words.number(number, "short", places if number else 0, like)
