"""One of each part that a callback names: what Dash checks callbacks against before a page is there.

Dash would otherwise ask every page of the default city for its layout and send them all along with each page; and on a
machine without a city it would miss every part.
"""

from __future__ import annotations

from functools import cache

import dash_leaflet as dl
import dash_mantine_components as dmc
from dash import dcc, html, page_container
from dash.development.base_component import Component

from components import ids

_ANY = "any"
_DIVISIONS = (
    ids.NOTICES, ids.BREADCRUMB, ids.CHIPS, ids.TILES, ids.MAP_LEGEND, ids.MAP_SUBTITLE, ids.MAP_PLACES,
    ids.MAP_SOURCE, ids.AREA_LIST,
)  # fmt: skip
_LAYERS = (ids.MAP_AREAS, ids.MAP_CONTEXT, ids.MAP_POINTS)


@cache
def known_parts() -> Component:
    """A layout with every id that a callback may name; nobody ever sees it."""
    return html.Div(
        [
            page_container,
            *(dcc.Store(id=name) for name in (ids.VIEW, ids.PAGE, ids.SNAPSHOTS, ids.part("complaints", _ANY))),
            html.Div(id=ids.SINK),
            *(html.Div(id=ids.part(name, _ANY)) for name in _DIVISIONS),
            *(dl.GeoJSON(id=ids.part(name, _ANY)) for name in _LAYERS),
            dl.Map(id=ids.part(ids.MAP, _ANY)),
            html.Div(id=ids.panel(_ANY)),
            html.Div(id=ids.panel_source(_ANY)),
            html.Div(id=ids.rows(_ANY)),
            dcc.Store(id=ids.page_number(_ANY)),
            dcc.Graph(id=ids.graph(_ANY, "")),
            dmc.Select(id=ids.control(_ANY)),
        ]
    )
