"""What the browser asks for besides pages: colours, shapes, the state of the snapshots, walls, records to take away."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import replace

import flask
from dash import Dash
from werkzeug.wrappers import Response

from components import theme
from components.shell.city_chooser import city_list, list_address
from components.shell.name_search import MOST_TYPED, named_like
from components.text import languages
from components.view.reader import read
from components.view.version import view_version
from components.wall import scenes as wall_scenes
from components.wall import wall_page as wall
from data.city import area_shapes
from data.city.pack import known_cities
from data.operations import heartbeats
from settings import settings

log = logging.getLogger("citydeck")
#: Cities that one wall shows in turn, at most.
MOST_OF_FLEET = 200
#: The status of each kind of heartbeat that is not taken, the narrower kinds first.
HEARTBEAT_STATUS = (
    (heartbeats.ForeignWallError, 403), (heartbeats.TooManyHeartbeatsError, 429), (heartbeats.HeartbeatError, 400),
)  # fmt: skip
FOR_EVER = "public, max-age=31536000, immutable"


def add_routes(app: Dash) -> None:
    """What the browser asks for besides pages: colours, shapes, the state of the snapshots, records to take away."""
    server = app.server

    @server.get("/theme.css")
    def theme_css() -> flask.Response:
        return _tagged(theme.css().encode(), "text/css")

    @server.get("/geometry/<city>/<layer>/<parent>/<digest>.geojson")
    def shapes(city: str, layer: str, parent: str, digest: str) -> flask.Response:
        try:
            body = area_shapes.served(city, layer, parent, digest, settings().cities_dir)
        except LookupError:
            flask.abort(404)
        response = flask.Response(body, mimetype="application/geo+json")
        response.headers["Cache-Control"] = FOR_EVER
        return response

    @server.get("/cities/<language>/<digest>.json")
    def cities(language: str, digest: str) -> flask.Response | Response:
        if language not in languages():
            flask.abort(404)
        address = list_address(language)
        if flask.request.path != address:  # cities were added or removed since the page was laid out
            return flask.redirect(address)
        response = flask.Response(city_list(language), mimetype="application/json")
        response.headers["Cache-Control"] = FOR_EVER
        return response

    @server.get("/api/snapshots/<city>")
    def snapshots(city: str) -> flask.Response:
        reader = read({"city": city, "as_of": flask.request.args.get("as_of", "")})
        if reader is None or reader.city.key != city:
            flask.abort(404)
        told = {"version": view_version(reader), "snapshots": reader.versions.ids()}
        return _tagged(json.dumps(told).encode(), "application/json")

    @server.get("/api/names/<city>")
    def names(city: str) -> flask.Response:
        asked = flask.request.args
        reader = read({"city": city, "lang": asked.get("lang", ""), "as_of": asked.get("as_of", "")})
        if reader is None or reader.city.key != city:
            flask.abort(404)
        found = named_like(reader, asked.get("q", "")[:MOST_TYPED])
        return _tagged(json.dumps(found, ensure_ascii=False).encode(), "application/json")


def add_wall(app: Dash) -> None:
    """What a wall asks for: the parts of a scene, and a place to say how it is."""
    server = app.server

    @server.get("/api/wall/<city>")
    def wall_scene(city: str) -> flask.Response:
        reader = read({"city": city, "lang": flask.request.args.get("lang", "")})
        scene = flask.request.args.get("scene", "")
        fleet = tuple(flask.request.args.get("fleet", "").split(",")[:MOST_OF_FLEET])
        if reader is None or reader.city.key != city or scene not in wall_scenes.ALL:
            flask.abort(404)
        known = set(known_cities(settings().cities_dir))
        reader = replace(reader, fleet=tuple(key for key in fleet if key in known))
        return _tagged(wall.scene_answer(scene, reader).encode(), "application/json")

    @server.post("/api/heartbeat")
    def heartbeat() -> flask.Response:
        if flask.request.mimetype != "application/json" or (flask.request.content_length or 0) > heartbeats.MOST_BYTES:
            flask.abort(400)
        chosen = settings()
        try:
            beat = heartbeats.read_heartbeat(flask.request.get_data())
            heartbeats.note_heartbeat(chosen.walls_dir, beat, known=chosen.known_walls.split())
        except heartbeats.HeartbeatError as error:
            status = next(code for kind, code in HEARTBEAT_STATUS if isinstance(error, kind))
            return flask.Response(f"{error}\n", status=status, mimetype="text/plain")
        except OSError as error:  # a full disk is no mistake of ours, and the wall asks again in a minute
            log.warning("a heartbeat cannot be written: %s", error)
            return flask.Response("not written\n", status=503, mimetype="text/plain")
        return flask.Response(status=204)


def _tagged(body: bytes, mimetype: str) -> flask.Response:
    """A body that a browser may keep but asks for again: 304 while its ETag holds."""
    response = flask.Response(body, mimetype=mimetype)
    response.set_etag(hashlib.sha256(body).hexdigest()[:16])
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(flask.request)
    return response
