"""Start here. Settings in, application out: `create_app()` for tests, `server` for gunicorn.

`python app.py CITY PARENT [districts]` answers ahead what everybody opens of a city: a server, the process of the id
PARENT, runs that beside itself (api/warm_up.py).
"""

from __future__ import annotations

import html
import logging
import sys
from functools import partial
from typing import Any

import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, page_container
from flask_compress import Compress
from plotly.io.json import config as json_engine

from api.bundles import add_bundles
from api.exports import add_exports
from api.health import add_health
from api.logs import add_request_ids, configure_logging
from api.metrics import add_metrics
from api.own_pages import add_own_pages
from api.page_requests import add_page_requests
from api.routes import add_routes, add_wall
from api.scripts import add_scripts, entry_tags, first_tag
from api.security import add_security
from api.shared_loads import SharedLoads
from api.stalled_disk import add_stalled_disk
from api.view_stream import add_view_stream
from api.warm_up import start_warming, warm_beside
from components import ids, mark, text
from components.mantine import dmc
from components.shell import known_parts
from settings import ROOT, settings

log = logging.getLogger("citydeck")

INDEX = """<!doctype html>
<html>
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="{icon}">
{first_script}
<link rel="stylesheet" href="/theme.css">
{%css%}
</head>
<body>
<noscript>{without_scripts}</noscript>
{%app_entry%}
<footer>{%config%}{%scripts%}{entry_scripts}</footer>
</body>
</html>"""


def _without_scripts() -> str:
    """What a browser that runs no scripts is told, in each language: the page does not know the reader's yet."""
    return "".join(
        f'<p lang="{language}">{html.escape(text.Words(language).t("page.needs_scripts"))}</p>'
        for language in text.languages()
    )


def _on_error(error: Exception) -> None:
    """Our own mistake: logged with where it happened, and left to the page to show as such."""
    log.error("callback failed", exc_info=error)
    raise error


def _add_scripts(app: Dash) -> None:
    """What Dash tells our scripts, in the browser: that a page was laid out, and that a control was used."""
    controls = ids.control(ALL)
    app.clientside_callback(
        ClientsideFunction("view", "opened"), Output(ids.SINK, "className"), Input(ids.VIEW, "data")
    )
    app.clientside_callback(
        ClientsideFunction("view", "used"),
        Output(ids.SINK, "title"),
        Input(controls, "value"),
        State(controls, "id"),
        prevent_initial_call=True,
    )


def create_app() -> Dash:
    """The application with all pages, routes and callbacks. One a process: Dash's registries are process-wide."""
    configure_logging(settings())
    # The other engine loads NumPy, which nothing here needs, and takes two to ten times as long for a page's layout.
    json_engine.default_engine = "json"
    server = flask.Flask("citydeck", static_folder=None)
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_BR_LEVEL"] = 5
    server.config["COMPRESS_MIMETYPES"] = [
        "text/html", "text/css", "application/json", "application/javascript", "text/javascript",
        "application/geo+json", "text/csv", "image/svg+xml",
    ]  # fmt: skip
    Compress(server)
    app = Dash(
        "citydeck",
        server=server,
        use_pages=True,
        pages_folder=str(ROOT / "pages"),
        assets_folder=str(ROOT / "assets"),
        assets_path_ignore=[r"^js$"],
        assets_ignore=r"^plotly-cartesian",  # asked for with the first figure or picture that needs it
        index_string=INDEX.replace("{icon}", mark.data_address())
        .replace("{first_script}", first_tag())
        .replace("{without_scripts}", _without_scripts())
        .replace("{entry_scripts}", entry_tags()),
        title=text.Words().t("app.name"),
        update_title="",
        on_error=_on_error,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    # Before the first request Dash would lay out every page to learn its ids, in each worker; known_parts names them.
    app.config.suppress_callback_exceptions = True
    app.layout = dmc.MantineProvider(page_container, id="provider")
    _add_scripts(app)

    @app.server.before_request
    def name_every_part() -> None:
        app.validation_layout = known_parts.known_parts()
        app.config.suppress_callback_exceptions = False

    add_request_ids(app)
    add_stalled_disk(app)
    add_page_requests(app)
    add_metrics(app)
    add_health(app)
    add_routes(app)
    add_own_pages(app)
    add_view_stream(app)
    add_exports(app)
    add_scripts(app)
    add_wall(app)
    add_security(app)
    bundles = add_bundles(app, settings().cache_dir.parent / "files")
    server.extensions["warm-up"] = partial(start_warming, bundles)
    return app


def __getattr__(name: str) -> Any:
    """`app:server` for gunicorn, made when it is first asked for, so that importing this module starts nothing."""
    if name != "server":
        raise AttributeError(name)
    try:
        return create_app().server
    except AttributeError as error:  # our mistake, which gunicorn would otherwise report as a missing `server`
        raise RuntimeError("the application could not be made") from error


if __name__ == "__main__":
    create_app()
    warm_beside(sys.argv[1], int(sys.argv[2]), SharedLoads(int(sys.argv[3])), districts="districts" in sys.argv[4:])
