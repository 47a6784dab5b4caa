"""Start here. Settings in, application out: `create_app()` for tests, `server` for gunicorn."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import dash_mantine_components as dmc
import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, page_container
from flask_compress import Compress

from components import ids, known_parts, map_panel, mark, page_shell, panel, text, theme, tiles, wall, wall_scenes
from components.kept_answers import keep_answers
from components.reader import read
from components.service_search import MOST_TYPED, found_services
from data import area_shapes, exports, heartbeats
from data.answer import DataMissingError, NotInScopeError
from data.store import answer, current_snapshots
from settings import ROOT, settings

log = logging.getLogger("citydeck")

FOR_EVER = "public, max-age=31536000, immutable"
INDEX = """<!doctype html>
<html>
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/mark.svg">
<script src="/assets/js/first.js"></script>
<link rel="stylesheet" href="/theme.css">
{%css%}
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""


def _on_error(error: Exception) -> None:
    """Our own mistake: logged with where it happened, and left to the page to show as such."""
    log.error("callback failed", exc_info=error)
    raise error


def _security(app: Dash) -> None:
    """Headers of every answer: our own host alone, no frames, no sniffing, caching by what an address promises."""

    @app.server.after_request
    def set_headers(response: flask.Response) -> flask.Response:
        # Asked anew for every page: Dash adds its inline scripts while it makes the first ones.
        inline = app.csp_hashes() if response.mimetype == "text/html" else []
        scripts = " ".join(["'self'", *(f"'{value}'" if not value.startswith("'") else value for value in inline)])
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        fingerprinted = flask.request.path.startswith(("/_dash-component-suites/", "/assets/")) and flask.request.args
        if response.status_code == 200 and fingerprinted:
            response.headers["Cache-Control"] = FOR_EVER
        return response


def _add_routes(app: Dash) -> None:
    """What the browser asks for besides pages: colours, shapes, the state of the snapshots, records to take away."""
    server = app.server

    @server.get("/theme.css")
    def theme_css() -> flask.Response:
        return _tagged(theme.css().encode(), "text/css")

    @server.get("/mark.svg")
    def mark_svg() -> flask.Response:
        response = _tagged(mark.svg().encode(), "image/svg+xml")
        # A browser asks for the icon again whenever the address changes, among what the reader waits for.
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    @server.get("/geometry/<city>/<layer>/<parent>/<_hash>.geojson")
    def shapes(city: str, layer: str, parent: str, _hash: str) -> flask.Response:
        try:
            body = area_shapes.served(city, layer, parent, settings().cities_dir)
        except LookupError:
            flask.abort(404)
        response = flask.Response(body, mimetype="application/geo+json")
        response.headers["Cache-Control"] = FOR_EVER
        return response

    @server.get("/api/snapshots/<city>")
    def snapshots(city: str) -> flask.Response:
        reader = read({"city": city, "as_of": flask.request.args.get("as_of", "")})
        if reader is None or reader.city.key != city:
            flask.abort(404)
        sources = current_snapshots(city, reader.filters.as_of)
        found = {domain: source.snapshot_id for domain, source in sorted(sources.items())}
        return _tagged(json.dumps(found).encode(), "application/json")

    @server.get("/api/services/<city>")
    def services_named(city: str) -> flask.Response:
        asked = flask.request.args
        reader = read({"city": city, "lang": asked.get("lang", ""), "as_of": asked.get("as_of", "")})
        if reader is None or reader.city.key != city:
            flask.abort(404)
        try:
            found = found_services(reader, asked.get("q", "")[:MOST_TYPED])
        except DataMissingError:
            flask.abort(404)
        return _tagged(json.dumps(found, ensure_ascii=False).encode(), "application/json")

    @server.get("/export/<page>/<key>.<kind>")
    def export(page: str, key: str, kind: str) -> flask.Response:
        reader = read(flask.request.args.to_dict())
        try:
            if reader is None:
                raise LookupError(page)
            write = exports.FORMATS[kind]
            found = answer(page_shell.pages()[page].panel(key).query, reader.filters)
        except (LookupError, DataMissingError, NotInScopeError):
            flask.abort(404)
        response = flask.Response(write(found), mimetype=exports.MEDIA_TYPES[kind])
        response.headers["Content-Disposition"] = f"attachment; filename={page}-{key}.{kind}"
        return response


def _add_wall(app: Dash) -> None:
    """What a wall asks for: the parts of a scene, and a place to say how it is."""
    server = app.server

    @server.get("/api/wall/<city>")
    def wall_scene(city: str) -> flask.Response:
        reader = read({"city": city, "lang": flask.request.args.get("lang", "")})
        scene = flask.request.args.get("scene", "")
        if reader is None or reader.city.key != city or scene not in wall_scenes.ALL:
            flask.abort(404)
        return _tagged(wall.scene_answer(scene, reader).encode(), "application/json")

    @server.post("/api/heartbeat")
    def heartbeat() -> flask.Response:
        if flask.request.mimetype != "application/json" or (flask.request.content_length or 0) > heartbeats.MOST_BYTES:
            flask.abort(400)
        try:
            heartbeats.note_heartbeat(settings().walls_dir, heartbeats.read_heartbeat(flask.request.get_data()))
        except heartbeats.HeartbeatError as error:
            return flask.Response(str(error), status=400, mimetype="text/plain")
        return flask.Response(status=204)


def _tagged(body: bytes, mimetype: str) -> flask.Response:
    """A body that a browser may keep but asks for again: 304 while its ETag holds."""
    response = flask.Response(body, mimetype=mimetype)
    response.set_etag(hashlib.sha256(body).hexdigest()[:16])
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(flask.request)
    return response


def _add_scripts(app: Dash) -> None:
    """The callbacks that run in the browser: the view's Store, the controls and the charts keep in step."""
    controls = ids.control(ALL)
    app.clientside_callback(
        ClientsideFunction("view", "shown"),
        Output(controls, "value"),
        Input(ids.VIEW, "data"),
        State(ids.PAGE, "data"),
        State(controls, "id"),
        State(controls, "value"),
    )
    app.clientside_callback(
        ClientsideFunction("view", "used"),
        Output(ids.SINK, "title"),
        Input(controls, "value"),
        State(controls, "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(ClientsideFunction("view", "named"), Output(ids.SINK, "className"), Input(ids.VIEW, "data"))
    graphs = ids.graph(ALL, ALL)
    app.clientside_callback(
        ClientsideFunction("view", "spanned"),
        Output(ids.SINK, "dir"),
        Input(graphs, "selectedData"),
        State(graphs, "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("view", "marked"),
        Output(ids.SINK, "lang"),
        Input(graphs, "clickData"),
        State(graphs, "id"),
        prevent_initial_call=True,
    )


def create_app() -> Dash:
    """The application with all pages, routes and callbacks. One a process: Dash's registries are process-wide."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
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
        assets_ignore=r"^first\.js$",
        index_string=INDEX,
        title=text.Words().t("app.name"),
        update_title="",
        on_error=_on_error,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    # Before the first request Dash would lay out every page to learn its ids, in each worker; known_parts names them.
    app.config.suppress_callback_exceptions = True
    app.layout = dmc.MantineProvider(page_container, id="provider")
    known = page_shell.pages()
    for room in (map_panel, page_shell, panel, tiles):
        room.register(app, known)
    _add_scripts(app)
    keep_answers(app)

    @app.server.before_request
    def name_every_part() -> None:
        app.validation_layout = known_parts.known_parts()
        app.config.suppress_callback_exceptions = False

    _add_routes(app)
    _add_wall(app)
    _security(app)
    return app


def __getattr__(name: str) -> Any:
    """`app:server` for gunicorn, made when it is first asked for, so that importing this module starts nothing."""
    if name != "server":
        raise AttributeError(name)
    try:
        return create_app().server
    except AttributeError as error:  # our mistake, which gunicorn would otherwise report as a missing `server`
        raise RuntimeError("the application could not be made") from error
