"""The data dictionary: what every column and measure means, rendered from the contracts themselves."""

from __future__ import annotations

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from data.drops.contract import Column, Contract, Table


def _rules(column: Column, words: Words) -> str:
    """The column's rules in words, joined by semicolons."""
    told = []
    if column.required:
        told.append(words.t("dictionary.required"))
    if column.minimum is not None:
        told.append(f"≥ {column.minimum:g}")
    if column.maximum is not None:
        told.append(f"≤ {column.maximum:g}")
    if column.valid_values:
        told.append(words.join(column.valid_values))
    if column.references:
        told.append("→ " + ".".join(column.references))
    if column.not_in_future:
        told.append(words.t("dictionary.not_in_future"))
    return " · ".join(told)


def _rows_of(table: Table, words: Words) -> Component:
    heads = [words.t(f"dictionary.{name}") for name in ("column", "type", "unit", "meaning", "rules")]
    return html.Table(
        className="records",
        children=[
            html.Caption(f"{table.name}: {table.description}"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(html.Code(column.name), scope="row"),
                            html.Td(column.logical_type),
                            html.Td(column.unit or ""),
                            html.Td(column.description),
                            html.Td(_rules(column, words)),
                        ]
                    )
                    for column in table.columns
                ]
            ),
        ],
    )


def _measures_of(contract: Contract, words: Words) -> Component:
    heads = [words.t(f"dictionary.{name}") for name in ("measure", "unit", "desired", "version", "formula")]
    return html.Table(
        className="records",
        children=[
            html.Caption(words.t("dictionary.measures")),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(html.Code(measure.name), scope="row"),
                            html.Td(measure.unit),
                            html.Td(words.t(f"desired.{measure.desired}")),
                            html.Td(str(measure.version), className="number"),
                            html.Td(words.definition(measure)),
                        ]
                    )
                    for measure in contract.measures
                ]
            ),
        ],
    )


def data_dictionary(contract: Contract, words: Words) -> Component:
    """One domain's dictionary, closed until it is wanted: its measures, then its tables column by column."""
    return html.Details(
        className="dictionary",
        children=[
            html.Summary(
                [
                    html.Strong(words.t(f"page.{contract.domain}.title")),
                    html.Span(f"{contract.id} {contract.version}", className="panel-sub"),
                ]
            ),
            html.P(contract.purpose),
            _measures_of(contract, words),
            *(_rows_of(table, words) for table in contract.tables),
        ],
    )
