"""Open alerts as short lines, worst first: class, what, where, for how long."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.text import Words
from data.reading.answer import Answer

#: Lines of a page of the list.
MOST_LINES = 40


def pill(hazard_class: str, words: Words) -> Component:
    """The hazard class as a word with its colour and mark."""
    return html.Span(
        [html.Span(className="badge-mark", **{"aria-hidden": "true"}), words.t(f"hazard_class.{hazard_class}")],
        className=f"pill pill-{hazard_class.lower()}",
        title=words.t(f"hazard_class.{hazard_class}_why"),
    )


def alert_list(answer: Answer, words: Words) -> Component:
    """A table of `hazard_class`, `hazard`, `name`, `area`, `open_days`; an alert is a lead, and the table says so."""
    rows = answer.records()
    heads = [words.t(f"alerts.{column}") for column in ("hazard_class", "hazard", "premises", "area", "open_days")]
    lines = [
        html.Tr(
            [
                html.Td(pill(row["hazard_class"], words)),
                html.Td(words.or_same("hazard", row["hazard"])),
                html.Td(row["name"]),
                html.Td(row["area"] or words.t("alerts.no_area")),
                html.Td(words.number(row["open_days"], "days", 0), className="number"),
            ]
        )
        for row in rows
    ]
    return html.Div(
        className="alert-list",
        tabIndex=0,
        **{"aria-live": "polite", "aria-relevant": "additions text"},
        children=[
            html.Table(
                className="records",
                children=[
                    html.Caption(words.t("alerts.lead")),
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                    html.Tbody(lines),
                ],
            )
        ],
    )
