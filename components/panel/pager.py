"""A table of more rows than are shown at once: which rows these are of how many, in which order, and how to go on.

The page is that of the panel and no part of the view's address: a view that changes begins at its first row again.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components import aria
from components.html import html
from components.panel.record_table import record_table
from components.text import Words
from components.view.page import Panel
from components.view.reader import Reader
from data.reading.answer import Answer, Outcome, answered

#: A page's number comes from the browser: beyond it no table goes on.
MOST_PAGES = 1_000_000


def asked_page(panel: Panel, reader: Reader, page: int = 0) -> tuple[Outcome, int]:
    """What the panel's question comes to on that page (counted from 0), and which page it is: the last one where the
    table ends before it, and the first for a number that no table reaches."""
    if panel.rows is None:
        return reader.ask(panel), 0
    number = page if 0 <= page < MOST_PAGES else 0
    outcome = reader.ask(panel, rows=(number * panel.rows, panel.rows))
    answer = answered(outcome)
    if answer is None or answer.rows or not answer.all_rows:
        return outcome, number
    last = (answer.all_rows - 1) // panel.rows
    return reader.ask(panel, rows=(last * panel.rows, panel.rows)), last


def paged(shown: Component, answer: Answer, panel: Panel, page: int, title: str, words: Words) -> list[Component]:
    """A page of a table; where there are more, with the line that leads on."""
    if answer.all_rows <= answer.rows:
        return [shown]
    return [html.Div([shown, pager(answer, panel, page, title, words)], className="paged")]


def pager(answer: Answer, panel: Panel, page: int, title: str, words: Words) -> Component:
    """*1 - 1,000 of 19,987*, the order, and a button to the page before and after."""
    assert panel.rows is not None
    first = page * panel.rows
    shown = words.t("pager.rows", first=first + 1, last=first + answer.rows, total=answer.all_rows)
    order = words.t(f"order.{panel.question}")
    said = [order, words.t("pager.this_page")] if panel.figure is record_table else [order]
    return html.Nav(
        className="pager",
        **aria.label(words.t("pager.pages", title=title)),
        children=[
            html.P([html.Strong(shown), html.Span(words.sentences(*said))], role="status"),
            _button("previous", panel, page - 1, ends=page == 0, words=words),
            _button("next", panel, page + 1, ends=first + answer.rows >= answer.all_rows, words=words),
        ],
    )


def _button(name: str, panel: Panel, page: int, *, ends: bool, words: Words) -> Component:
    """A button that is read out as disabled where there is no such page, and keeps the focus."""
    goes: dict[str, Any] = {"data-value": name, "data-pages-of": panel.key}
    goes |= {"aria-disabled": "true"} if ends else {"data-turn-to": str(page)}
    return html.Button(words.t(f"pager.{name}"), type="button", className="pager-button", **goes)
