"""A ranking on a page: a table whose numbers are bars too, and that can be turned to its smallest or its outliers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from statistics import quantiles
from typing import Any

from dash.development.base_component import Component

from components import theme
from components.figures.marks import Marks, said, share, tip
from components.figures.ranking import labels_of
from components.figures.wording import column_word, headed, written
from components.html import html
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Heights in rem: of all rows of a panel, of a row at least and at most, of a line of its name or bar, and around it.
ROWS, ROW, TALL_ROW, LINE, AROUND = 18.25, 1.5, 2.0, 0.875, 0.25
#: Heights in rem where rows are few, so that three bars fill the room of twelve: of all of them, and of one at most.
FEW_ROWS, TALLEST_ROW = 13.5, 4.5
#: Letters of a name that a line holds in the narrowest panel beside others, and rows that are looked at for a panel.
LINE_LETTERS, MOST_ROWS = 23, 12
#: Beyond so many times the distance between the quartiles a value is an outlier (Tukey, "Exploratory Data Analysis").
FENCE = 1.5
#: Fewer values have no quartiles worth the name.
FEWEST_WITH_OUTLIERS = 8


def orders(values: Sequence[float | None], whole: bool) -> dict[str, Sequence[int]]:
    """The places of the rows by each order that a reader may turn to, that of the answer first.

    `largest`, `smallest` and `outliers` (by their distance from the median) where the answer is `whole` and runs by
    value; else `given` alone. Rows without a value are in none but the answer's own.
    """
    given = range(len(values))
    known = given if None not in values else [index for index in given if values[index] is not None]
    numbers: list[Any] = [values[index] for index in known]
    rising = sorted(numbers)
    falls, rises = numbers == rising[::-1], numbers == rising
    if not whole or len(known) < 3 or falls == rises:
        return {"given": given}
    own, other = ("largest", "smallest") if falls else ("smallest", "largest")
    turned: dict[str, Sequence[int]] = {own: given, other: known[::-1]}
    outliers = [known[place] for place in _outliers(numbers)]
    if outliers and outliers != list(known[: len(outliers)]):
        turned["outliers"] = outliers
    return turned


def _outliers(numbers: list[float]) -> list[int]:
    """The places of the outliers among numbers that rise or fall: they stand at both ends."""
    if len(numbers) < FEWEST_WITH_OUTLIERS:
        return []
    low, middle, high = quantiles(numbers, n=4)
    reach = FENCE * (high - low)

    def is_beyond(place: int) -> bool:
        return not low - reach <= numbers[place] <= high + reach

    places = range(len(numbers))
    first = list(takewhile(is_beyond, places))
    last = list(takewhile(is_beyond, reversed(places)))
    return sorted(first + last[::-1], key=lambda place: -abs(numbers[place] - middle))


def _fitting(labels: Sequence[str], bars: int) -> int:
    """How many rows fit a panel, each with its whole name and so many bars."""
    used = 0.0
    for count, label in enumerate(labels):
        used += max(ROW, max(bars, -(-_letters(label) // LINE_LETTERS)) * LINE + AROUND)
        if used > ROWS:
            return count
    return len(labels)


def ranking_bars(answer: Answer, words: Words, marks: Marks) -> Component:
    """A table of name and value, the first row on top, as many rows as fit with their whole names; what else is known
    of a row is said on hover. A compared value has a bar of its own below."""
    value = answer.one("value")
    compared = answer.belonging("compared", value)
    drawn = [value, *([compared] if compared else [])]
    turned = orders(answer.values(value), answer.all_rows == answer.rows and not answer.one("id").ordered)
    bodies, shown, letters = [], 0, 0
    for order, places in turned.items():
        rows = _Rows(answer, places, drawn, words)
        shown, letters = max(shown, len(rows.places)), max(letters, rows.name_letters)
        bodies.append(html.Tbody(rows.lines(marks), **{"data-rows": order}))
    table = html.Table(
        className="bars",
        style={"--row": f"{row_height(shown):g}rem", "--names": str(letters)},
        children=[
            html.Thead(
                html.Tr([html.Th(headed(_named(answer, words)), scope="col"),
                         html.Th(headed(column_word(value, words)), scope="col")]),
                className="visually-hidden",
            ),
            *bodies,
        ],
    )  # fmt: skip
    head = [*figure_of(answer, words), *(_legend(drawn, words) if compared else []),
            *_turn(list(turned), shown, answer, words)]  # fmt: skip
    return html.Div([*([html.Div(head, className="figure-head")] if head else []), table], className="ranking")


def row_height(rows: int) -> float:
    """The height in rem of each of so many rows: of many what all of them leave it, few fill the panel."""
    of_many = min(TALL_ROW, max(ROW, ROWS / max(rows, 1)))
    return max(of_many, min(TALLEST_ROW, FEW_ROWS / max(rows, 1)))


def _named(answer: Answer, words: Words) -> str:
    return column_word(answer.one("id"), words)


def figure_of(answer: Answer, words: Words) -> list[Component]:
    """What every row is of, as its chosen figure and that one's period: without it 63.6 is no number."""
    told = [column for column in answer.of_role("detail") if not column.is_number]
    same = [column for column in told if answer.rows > 1 and len(set(answer.values(column))) == 1]
    said = [written(answer.values(column)[0], column, words) for column in same if answer.values(column)[0] is not None]
    return [html.Span(" · ".join(said), className="figure-of")] if said else []


def _legend(drawn: list[Column], words: Words) -> list[Component]:
    return [legend([(headed(column_word(column, words)), _colour(index)) for index, column in enumerate(drawn)])]


def legend(entries: Sequence[tuple[str, str]]) -> Component:
    """Names with the colour of each."""
    return html.Ul(
        [
            html.Li([html.Span(className="swatch", style={"--colour": colour}), html.Span(name)])
            for name, colour in entries
        ],
        className="figure-legend",
    )


def _colour(index: int) -> str:
    return theme.category(index) if index else theme.var("accent")


def _turn(turned: list[str], shown: int, answer: Answer, words: Words) -> list[Component]:
    """How many rows are shown of how many, and the button that turns the ranking."""
    parts: list[Component] = []
    if answer.all_rows > shown:
        note = words.t("figure.of_rows", shown=shown, total=answer.all_rows)
        parts.append(html.Span(note, className="figure-note"))
    if len(turned) > 1:
        names = [html.Span(words.t(f"figure.order.{order}"), **{"data-order": order}) for order in turned]
        turns: dict[str, Any] = {"data-turn": " ".join(turned)}
        parts.append(html.Button(names, type="button", className="turn", title=words.t("figure.turn"), **turns))
    return parts


class _Rows:
    """The rows of one order that fit, on a scale of their own answer."""

    def __init__(self, answer: Answer, places: Sequence[int], drawn: list[Column], words: Words) -> None:
        self._answer, self._drawn, self._words = answer, drawn, words
        self._identity = answer.one("id")
        self._names = labels_of(answer, words, places[:MOST_ROWS])
        self.places = places[: _fitting(self._names, len(drawn))]
        known = [each for column in drawn for each in self._values(column) if each is not None]
        self._low, self._high = min([0.0, *known]), max([0.0, *known])
        self._texts = [[written(each, column, words) for each in self._values(column)] for column in drawn]
        self._above, self._below = (self._letters(below) for below in (False, True))

    @property
    def name_letters(self) -> int:
        """Letters of the longest name that is shown."""
        return max(map(_letters, self._names[: len(self.places)]), default=0)

    def _letters(self, below: bool) -> int:
        """Letters of the longest number below nothing, or of the others."""
        told = [pair for column, texts in zip(self._drawn, self._texts, strict=True)
                for pair in zip(self._values(column), texts, strict=True)]  # fmt: skip
        return max((_letters(text) for each, text in told if ((each or 0.0) < 0) == below), default=0)

    def _values(self, column: Column) -> list[Any]:
        values = self._answer.values(column)
        return [values[place] for place in self.places]

    def lines(self, marks: Marks) -> list[Component]:
        """A row of the table each."""
        more = [column for column in self._answer.schema if column.role not in ("id", "label")
                and column not in self._drawn]  # fmt: skip
        identities = self._values(self._identity)
        return [
            html.Tr(
                [
                    html.Th(marks.named(name, identities[index]), scope="row"),
                    html.Td([self._bar(index, bar) for bar in range(len(self._drawn))]),
                ],
                **tip(*said({c.name: self._answer.values(c)[place] for c in more}, more, self._words)),
            )
            for index, (name, place) in enumerate(zip(self._names, self.places, strict=False))
        ]

    def _bar(self, row: int, index: int) -> Component:
        """The bar from nothing to the value of that row, of the column of that index, and the value beside it.

        Where bars run to both sides of nothing, a number stands on the other side of it than its bar: beyond the bars
        both kinds of numbers would take the room of both.
        """
        value = self._answer.values(self._drawn[index])[self.places[row]]
        span, number = self._high - self._low, value or 0.0
        style: dict[str, Any] = {"--share": share(abs(number), span)} | ({"--colour": _colour(index)} if index else {})
        children = [html.Span(className="bar"), html.Span(self._texts[index][row])]
        if not self._low < 0 < self._high:
            style |= {"--from": share(min(number, 0.0) - self._low, span), "--room": f"{self._above or self._below}ch"}
            return html.Div(children, style=style)
        style |= {"--zero": share(-self._low, span), "--above": f"{self._above}ch", "--below": f"{self._below}ch"}
        return html.Div(children, style=style, className="below" if number < 0 else "above")


def _letters(text: str) -> int:
    """Width of a number with its unit in digits; a Chinese character takes two."""
    return len(text) if text.isascii() else sum(2 if letter > "\u2e80" else 1 for letter in text)
