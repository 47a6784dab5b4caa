"""What a week brought beside the week before it, as short lines."""

from __future__ import annotations

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from data.reading.answer import Answer


def difference(now: int, before: int, words: Words) -> str:
    """The change by per cent, else by count where there was nothing before."""
    if not before:
        return words.change(now - before, 0)
    return words.change((now - before) / before * 100, 0, "percent")


def change_list(answer: Answer, words: Words) -> Component:
    """A table of `what`, `last_week`, `week_before` with the change between them."""
    heads = [words.t(f"changes.{name}") for name in ("what", "last_week", "week_before", "change")]
    return html.Table(
        className="records change-list",
        children=[
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(words.t(f"changes.of.{row['what']}"), scope="row"),
                            html.Td(words.number(row["last_week"]), className="number"),
                            html.Td(words.number(row["week_before"]), className="number"),
                            html.Td(difference(row["last_week"], row["week_before"], words), className="number"),
                        ]
                    )
                    for row in answer.records()
                ]
            ),
        ],
    )
