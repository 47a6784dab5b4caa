"""Addresses that name one service or premises in their query lead to its own page."""

from __future__ import annotations

from urllib.parse import urlencode

import flask
from dash import Dash

from components.view.address import own_page
from data.reading.dimensions import split_values

#: Pages on which one value of a dimension was chosen before it had a page of its own.
FORMER = {"/services": "service", "/food-safety": "premises", "/fiscal": "payee"}


def add_own_pages(app: Dash) -> None:
    """Lead such addresses on, with everything else that they say."""

    @app.server.before_request
    def lead_on() -> flask.Response | None:
        asked = flask.request
        dimension = FORMER.get(asked.path.rstrip("/")) if asked.method in ("GET", "HEAD") else None
        chosen = split_values(asked.args.get(dimension, "")) if dimension else ()
        if dimension is None or len(chosen) != 1:
            return None
        rest = [(key, value) for key, value in asked.args.items(multi=True) if key != dimension]
        page = own_page(dimension, chosen[0])
        return flask.make_response(flask.redirect(f"{page}?{urlencode(rest)}" if rest else page, 302))
