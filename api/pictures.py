"""The whole figure of a panel as Plotly draws it, for a picture that is taken away: `/picture/<page>/<panel>.json`."""

from __future__ import annotations

from typing import Any

import flask
import orjson
from dash import Dash

from components.panel.panel import panel_title, whole_figure
from components.shell import registry
from components.view.reader import read


def add_pictures(app: Dash) -> None:
    """The route of a panel's figure in the view of the address; 404 where it has none there."""

    @app.server.get("/picture/<page>/<key>.json")
    def picture(page: str, key: str) -> flask.Response:
        known = registry.pages().get(page)
        reader = read({name: values if len(values) > 1 else values[0] for name, values in flask.request.args.lists()})
        panels = {panel.key: panel for panel in known.panels} if known else {}
        if known is None or key not in panels or reader is None:
            flask.abort(404)
        figure = whole_figure(panels[key], reader)
        if figure is None:
            flask.abort(404)
        told: dict[str, Any] = {"title": panel_title(known.key, key, reader), **figure}
        body = orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS)
        return flask.Response(body, mimetype="application/json", headers={"Cache-Control": "no-cache"})
