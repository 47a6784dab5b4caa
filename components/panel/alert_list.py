"""Open alerts as short lines, worst first: class, what, where, for how long."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from components.view.address import page_link
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


def lead(answer: Answer, words: Words) -> str:
    """What an alert is; of records that hold no follow-up, that it was not re-checked in them and is not known to be
    open."""
    if answer.source.has_follow_up:
        return words.t("alerts.lead")
    return words.t("alerts.not_rechecked", day=words.day(answer.source.data_as_of))


def place_of(row: dict[str, Any], answer: Answer, words: Words) -> str:
    """Where an alert was raised: premises and area, and the area alone where nobody can know whether it still holds."""
    area = row["area"] or words.t("alerts.no_area")
    return f"{row['name']} · {area}" if answer.source.has_follow_up else area


def open_for(days: float | None, words: Words) -> str:
    """For how many days an alert has been open; of today's, that it is so."""
    return words.t("alerts.today") if days == 0 else words.number(days, "days", 0)


def alert_list(answer: Answer, words: Words) -> Component:
    """A table of `hazard_class`, `hazard`, `name`, `area`, `open_days`; an alert is a lead, and the table says so.

    Real premises are not named as open dangers in records that hold no follow-up (`Source.has_follow_up`).
    """
    named = answer.source.has_follow_up
    columns = ("hazard_class", "hazard", *(("premises",) if named else ()), "area",
               "open_days" if named else "not_rechecked_days")  # fmt: skip
    head = [
        html.Th(words.t(f"alerts.{column}"), scope="col", className="number" if column == columns[-1] else "")
        for column in columns
    ]
    lines = [
        html.Tr(
            [
                html.Td(pill(row["hazard_class"], words)),
                html.Td(words.or_same("value.hazard", row["hazard"])),
                *([html.Td(page_link("premises", row["premises"], row["name"] or row["premises"]))] if named else []),
                html.Td(page_link("area", row["area_id"], row["area"]) if row["area"] else words.t("alerts.no_area")),
                html.Td(open_for(row["open_days"], words), className="number"),
            ]
        )
        for row in answer.records()
    ]
    return html.Div(
        className="alert-list",
        tabIndex=0,
        **{"aria-live": "polite", "aria-relevant": "additions text"},
        children=[
            html.Table(
                className="records",
                children=[
                    html.Caption(lead(answer, words), className="" if named else "caption-first"),
                    html.Thead(html.Tr(head)),
                    html.Tbody(lines),
                ],
            )
        ],
    )
