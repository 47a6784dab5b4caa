"""Indicators of fiscal stress: value, band by colour, letter and word together, and the money to the next band."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from components.view.outcome import sentence
from data.reading.answer import Answer

COLUMNS = ("indicator", "value", "band", "to_next", "source")


def _value(row: dict[str, Any], words: Words) -> str:
    if row["months"] is not None:
        return words.t("indicators.months", n=round(row["months"], 1))
    return words.number(row["ratio_share"], "share")


def _band(row: dict[str, Any], words: Words) -> Any:
    if row["grade"] is None:
        return words.t("indicators.no_bands")
    grade = row["grade"]
    mark = html.Span(className="badge-mark", **{"aria-hidden": "true"})
    said = f"{grade.upper()} · {words.t(f'band.{grade}')}"
    return html.Span([mark, said], className=f"pill pill-band-{grade}")


def _to_next(row: dict[str, Any], words: Words) -> str:
    if row["to_next_lcu"] is None:
        return "–"
    at = row["next_at"]
    written = (
        words.t("indicators.months", n=round(at, 1)) if row["months"] is not None else words.number(at, "share", 0)
    )
    return words.t("indicators.to_next_said", money=words.number(row["to_next_lcu"], "lcu"), at=written)


def indicator_list(answer: Answer, words: Words) -> Component:
    """A table of indicators; one that cannot be computed says which column is missing, and all of them a sentence."""
    rows = answer.records()
    if all(row["missing"] is not None for row in rows):
        missing = [words.or_same("value.missing", each) for each in dict.fromkeys(row["missing"] for row in rows)]
        return sentence(words.t("indicators.none", columns=words.join(missing)), of_city=True)
    lines = []
    for row in rows:
        name = html.Td(words.or_same("value.indicator", row["indicator"]))
        if row["missing"] is not None:
            said = words.t("indicators.missing", column=words.or_same("value.missing", row["missing"]))
            lines.append(html.Tr([name, html.Td(said, colSpan=4, className="indicator-missing")]))
            continue
        cells = (
            html.Td(_band(row, words)),
            html.Td(_to_next(row, words), title=words.number(row["to_next_lcu"], "lcu_exact")),
            html.Td(words.or_same("value.band_source", row["source"]) if row["source"] else "–"),
        )
        lines.append(html.Tr([name, html.Td(_value(row, words), className="number"), *cells]))
    head = [
        html.Th(words.t(f"indicators.{column}"), scope="col", className="number" if column == "value" else "")
        for column in COLUMNS
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(lines)], className="records")
    return html.Div(table, className="alert-list case-list indicator-list", tabIndex=0)
