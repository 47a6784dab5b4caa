"""Where a city's map comes from: its files with their publishers and licences, and what must be known of its areas."""

from __future__ import annotations

from dash.development.base_component import Component

from components import aria
from components.html import html
from components.text import Words
from data.city.pack import City, areas_of


def city_sources(city: City, words: Words) -> Component:
    """A panel with a line a file of the city's folder, as its publisher words it, and the areas' notes."""
    title = words.t("city_sources.title")
    files = [
        html.Li(
            [
                html.Strong(file["publisher"]),
                html.Span(file["licence"] or words.t("standing.no_licence"), className="panel-sub"),
                html.Code(file["path"]),
                html.Span(file["note"], className="panel-sub"),
            ]
        )
        for file in city.files
    ]
    notes = [
        html.Li([html.Strong(words.name(area.names)), html.Span(words.name(area.notes))], className="area-note")
        for area in areas_of(city).values()
        if area.notes
    ]
    body: Component = html.P(words.t("city_sources.none"), className="panel-sub")
    if files or notes:
        body = html.Ul([*notes, *files], className="sources")
    return html.Section(
        className="panel span-12",
        children=[
            html.Header(html.H2(title, className="panel-title"), className="panel-head"),
            html.Div(body, className="panel-body", tabIndex=0),
        ],
        **aria.label(title),
    )
