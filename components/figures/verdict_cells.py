"""A table of numbers of which only those that differ significantly are coloured."""

from __future__ import annotations

from dash.development.base_component import Component

from components.figures.heatmap import words_of
from components.figures.wording import column_word, headed, written
from components.html import html
from components.text import Words
from data.reading.answer import Answer

#: States that have a colour; a number in any other state stands plain.
COLOURED = ("better", "worse")


def verdict_cells(answer: Answer, words: Words) -> Component:
    """The first category down, the second across; a cell's state (better, worse, or neither) is its colour and tip."""
    down, across = answer.of_role("category")[:2]
    value, state = answer.one("value"), answer.one("state")
    rows, columns = (list(dict.fromkeys(answer.values(each))) for each in (down, across))
    cells = {(row[down.name], row[across.name]): row for row in answer.records()}
    corner = html.Th(headed(column_word(down, words)), scope="col")
    head = html.Tr([corner, *(html.Th(word, scope="col") for word in words_of(columns, across, words))])
    body = [
        html.Tr([
            html.Th(word, scope="row"),
            *(_cell(cells.get((row, column)), value.name, state.name, answer, words) for column in columns),
        ])
        for row, word in zip(rows, words_of(rows, down, words), strict=True)
    ]  # fmt: skip
    said = html.P(
        words.t("figure.verdict", measure=headed(column_word(value, words))), className="verdict-note",
    )  # fmt: skip
    return html.Div([said, html.Table([html.Thead(head), html.Tbody(body)], className="cells verdicts")])


def _cell(row: dict[str, object] | None, value: str, state: str, answer: Answer, words: Words) -> Component:
    if row is None:
        return html.Td()
    told = str(row[state])
    mark = {"data-verdict": told} if told in COLOURED else {}
    text = written(row[value], answer.one("value"), words)
    if told not in COLOURED:
        return html.Td(text)
    return html.Td([text, html.Span(f" ({words.t(f'value.verdict.{told}')})", className="visually-hidden")], **mark)
