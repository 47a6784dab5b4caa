"""`/design`: every component in every state. It stands there only where the settings say development."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components import design_parts
from components.html import html
from components.shell import page_shell
from components.view.reader import Reader
from settings import settings

if settings().development:
    dash.register_page(__name__, path="/design", order=30)


def _body(reader: Reader) -> list[Component]:
    words = reader.words
    return [
        html.H1("/design", className="page-title"),
        design_parts.badges(words),
        html.Div(design_parts.tiles(words), className="tiles design-tiles"),
        html.Div(design_parts.panel_states(words), className="grid"),
        html.Div(design_parts.figures(words), className="grid"),
        html.Div(design_parts.lists(words), className="grid"),
    ]


def layout(**query: Any) -> Component:
    """The page for an address."""
    return page_shell.bare_layout("design", query, _body)
