"""One of each part that a callback names: what Dash checks callbacks against before a page is there.

Dash would otherwise ask every page of the default city for its layout and send them all along with each page; and on a
machine without a city it would miss every part.
"""

from __future__ import annotations

from functools import cache

from dash import dcc, page_container
from dash.development.base_component import Component

from components import ids
from components.html import html
from components.mantine import dmc

_ANY = "any"


@cache
def known_parts() -> Component:
    """A layout with every id that a callback may name; nobody ever sees it."""
    return html.Div(
        [
            page_container,
            dcc.Store(id=ids.VIEW),
            html.Div(id=ids.SINK),
            dmc.Select(id=ids.control(_ANY)),
        ]
    )
