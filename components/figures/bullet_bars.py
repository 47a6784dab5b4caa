"""Budgets as bullets on a page: a table of name, bullet and share, whose marks the legend names."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components.figures.bullets import MOST_ROWS, reach, shares_of
from components.figures.marks import Marks, said, share, tip
from components.figures.ranking import labels_of
from components.figures.ranking_bars import row_height
from components.figures.wording import column_word, headed, written
from components.html import html
from components.text import Words
from data.reading.answer import Answer

#: So few rows are higher, and fill the panel; more are as high as their names.
FEW = 6


def bullet_bars(answer: Answer, words: Words, marks: Marks) -> Component:
    """A table of name, bullet and value, the first row on top; what else is known of a row is said on hover."""
    rows, shares = min(answer.rows, MOST_ROWS), shares_of(answer)
    whole = reach(answer, rows)
    names = labels_of(answer, words, range(rows))
    identity, value = answer.one("id"), answer.one("value")
    told = [column for column in answer.schema if column.role not in ("id", "label")]
    lines = []
    for name, row in zip(names, answer.records(rows), strict=True):
        marked = [
            html.Span(className=f"bullet-{role}", style={"--at": share(row[column.name], whole)})
            for role, column in shares.items()
            if row[column.name] is not None
        ]
        budget = html.Span(className="bullet-budget", style={"--at": share(1.0, whole)})
        lines.append(
            html.Tr(
                [
                    html.Th(marks.named(name, row[identity.name]), scope="row"),
                    html.Td(html.Span([budget, *marked], className="bullet", **{"aria-hidden": "true"})),
                    html.Td(written(row[value.name], value, words), className="number"),
                ],
                **tip(name, *said(row, told, words)),
            )
        )
    head = html.Tr([html.Th(headed(column_word(identity, words)), scope="col"), html.Td(),
                    html.Th(headed(column_word(value, words)), scope="col")])  # fmt: skip
    table = html.Table(
        [html.Thead(head, className="visually-hidden"), html.Tbody(lines)],
        className="bars bullets",
        style={"--row": f"{row_height(rows):g}rem"} if rows <= FEW else {},
    )
    return html.Div([_head(answer, words, rows), table], className="ranking")


def _head(answer: Answer, words: Words, rows: int) -> Component:
    """What each mark is, and how many rows are shown of how many."""
    entries = [
        html.Li([html.Span(className=f"bullet-key bullet-{role}"), html.Span(headed(column_word(column, words)))])
        for role, column in shares_of(answer).items()
    ]
    parts: list[Any] = [html.Ul(entries, className="figure-legend")]
    if answer.all_rows > rows:
        note = words.t("figure.of_rows", shown=rows, total=answer.all_rows)
        parts.append(html.Span(note, className="figure-note"))
    return html.Div(parts, className="figure-head")
