"""What the page of one food premises lists: what happened there, what is open, and what is like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash.development.base_component import Component

from components.figures.wording import column_word, headed, is_date, written
from components.html import html
from components.panel.alert_list import lead, open_for, pill
from components.text import Words
from components.view.address import page_link
from components.view.outcome import sentence
from data.reading.answer import Answer
from data.reading.schema import Column

#: What stands in a cell of a column, by its row.
Cells = dict[str, Callable[[dict[str, Any]], Any]]
#: Lines of a page of a timeline.
MOST_EVENTS = 100
#: What happened of which records that hold no follow-up cannot tell how it went on.
VISIT = "visited"


def timeline(answer: Answer, words: Words) -> Component:
    """What happened, newest first: day, event, and what is known of it.

    Alerts of records that hold no follow-up are left out (`Source.has_follow_up`), and the list says so.
    """
    told = [column for column in answer.schema if column.role == "detail" and column.name != "event"]
    rows = [row for row in answer.records() if answer.source.has_follow_up or row["event"] == VISIT]
    lines = [
        html.Li(
            [
                html.Time(words.day(row["day"]), dateTime=str(row["day"])[:10]),
                html.B(words.t(f"premises_event.{row['event']}"), className=f"event event-{row['event']}"),
                html.Span(
                    " · ".join(
                        _said_of(row[column.name], column, words) for column in told if row[column.name] is not None
                    )
                ),
            ]
        )
        for row in rows
    ]
    note = [] if answer.source.has_follow_up else [html.P(lead(answer, words), className="timeline-note")]
    return html.Div([*note, html.Ol(lines, className="timeline")], tabIndex=0, className="timeline-body")


def _said_of(value: Any, column: Column, words: Words) -> str:
    """A number with what it counts; a text speaks for itself."""
    said = written(value, column, words)
    return words.t("tile.compared", name=headed(column_word(column, words)), value=said) if column.is_number else said


def open_alert_table(answer: Answer, words: Words) -> Component:
    """Alerts that are open, with the day by which each is due; in records that hold no follow-up nobody can know."""
    if not answer.source.has_follow_up:
        return sentence(lead(answer, words))
    cells: Cells = {
        "hazard_class": lambda row: [pill(row["hazard_class"], words), html.Div(_hazard(row, words))],
        "open_days": lambda row: open_for(row["open_days"], words),
    }
    return _table(answer, words, cells, without="hazard", first=("hazard_class", "due_on"))


def _hazard(row: dict[str, Any], words: Words) -> str:
    return words.or_same("value.hazard", row["hazard"])


def similar_table(answer: Answer, words: Words) -> Component:
    """Premises of the same kind, each leading to its own page."""
    return _table(answer, words, {})


def _table(
    answer: Answer, words: Words, cells: Cells, without: str = "", first: tuple[str, ...] = ()
) -> Component:  # fmt: skip
    """An answer as a plain table without its ids and a column that another one tells, columns that must be in sight
    `first`; the name of a row leads to the page of its id."""
    own = answer.one("id")
    # A column of dashes alone would push others out of sight.
    shown = [
        column
        for column in answer.schema
        if column.role != "id"
        and column.name != without
        and (not answer.rows or any(each is not None for each in answer.values(column)))
    ]

    shown.sort(key=lambda column: first.index(column.name) if column.name in first else len(first))

    def cell(row: dict[str, Any], name: str) -> Any:
        column = next(each for each in shown if each.name == name)
        if column.role == "label":
            return page_link("premises", row[own.name], row[name] or row[own.name])
        return cells[name](row) if name in cells else written(row[name], column, words)

    def kind(column: Column) -> str:
        return "number" if column.is_number else "short" if any(map(is_date, answer.values(column))) else ""

    head = [
        html.Th(headed(column_word(column, words)), scope="col", className="number" if column.is_number else "")
        for column in shown
    ]
    body = [
        html.Tr([html.Td(cell(row, column.name), className=kind(column)) for column in shown])
        for row in answer.records()
    ]
    return html.Div(
        html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="records"),
        tabIndex=0,
        className="alert-list wide-list",
    )
