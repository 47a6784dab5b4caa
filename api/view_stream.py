"""One answer a view: `GET /view/<version>/<page>?<the view>&parts=<names>`, a line of JSON a part, in reading order.

The address says everything that decides the answer: the version (the snapshots, their freshness, who asks, the city's
folder, the program and its words), the page, the view, and the parts. So a browser, and any proxy in front, may keep it
for ever. An address of another version is answered by today's, which the first line names, and is kept by nobody.

A part that a passing fault left without an answer, or a mistake of ours, is said in its line, and the body is broken
off: what is not whole is kept by nobody either.
"""

from __future__ import annotations

import hashlib
import select
import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from typing import Any

import flask
import orjson
from dash import Dash

from api.part_cache import GzipBody, PartCache, deflated, inflated
from api.routes import FOR_EVER
from components.markup import markup
from components.shell import registry
from components.shell.view_parts import (
    MEASURED,
    UnknownPartError,
    answer_part,
    asked_by,
    in_reading_order,
    unmeasured,
)
from components.view.outcome import sentence
from components.view.page import Page
from components.view.reader import Reader, read
from components.view.version import view_version
from data.reading.access import EVERYBODY
from data.reading.answer import Outcome
from data.reading.turns import one_view

MEDIA_TYPE = "application/x-ndjson"
NOT_KEPT = "no-store"


class BrokenOffError(RuntimeError):
    """Some part has no answer that may be kept: the body ends without its end."""


def add_view_stream(app: Dash) -> None:
    """The route that answers every part of every page."""
    cache = PartCache()

    @app.server.get("/view/<version>/<page>")
    def view(version: str, page: str) -> flask.Response:
        shown, reader, names = _read_request(page)
        current = view_version(reader)
        pieces = _pieces(_ViewRequest(shown, reader, names, current), cache)
        zipped = flask.request.accept_encodings.quality("gzip") > 0
        body = _gzip(pieces) if zipped else (inflated(piece) if line is None else line for piece, line in pieces)
        response = flask.Response(flask.stream_with_context(body), mimetype=MEDIA_TYPE)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = _keeping(reader) if version == current else NOT_KEPT
        return response


#: A line deflated, and the line, where it was made just now and not found in the cache.
_Piece = tuple[bytes, bytes | None]


class _ViewRequest:
    """What one request asks for."""

    def __init__(self, page: Page, reader: Reader, names: list[str], version: str) -> None:
        self.page, self.names, self.version = page, names, version
        #: Who asks, and the reader as most parts see it.
        self.reader, self.unmeasured = reader, unmeasured(reader)
        self._told, self._told_unmeasured = map(_told_of, (self.reader, self.unmeasured))

    def reader_of(self, name: str) -> Reader:
        """The reader as the part sees it: without the map's measure, where it does not matter."""
        return self.reader if name in MEASURED else self.unmeasured

    def key(self, name: str) -> str:
        """What decides the part's answer."""
        told = self._told if name in MEASURED else self._told_unmeasured
        return hashlib.sha256(f"{self.version}\n{self.page.key}\n{name}\n{told}".encode()).hexdigest()


def _told_of(reader: Reader) -> str:
    return repr((sorted(reader.filters.to_query().items()), reader.complaints))


def _read_request(page: str) -> tuple[Page, Reader, list[str]]:
    """Page, reader and parts of the request; aborts with 404 for what there is not, and 400 for what is not said once.

    City and language must be named: what is kept for ever must not depend on a cookie.
    """
    given = dict(flask.request.args.lists())
    if any(len(values) > 1 for values in given.values()):
        flask.abort(400)
    query = {name: values[0] for name, values in given.items()}
    names = [name for name in query.pop("parts", "").split(",") if name]
    shown = registry.pages().get(page)
    reader = read(query)
    if shown is None or reader is None or reader.city.key != query.get("city"):
        flask.abort(404)
    if not names or reader.words.language != query.get("lang"):
        flask.abort(400)
    try:
        return shown, reader, in_reading_order(shown, names)
    except UnknownPartError:
        flask.abort(404)


def _keeping(reader: Reader) -> str:
    """How long, and by whom, the answer may be kept: of what not everybody may see, by the reader's browser alone."""
    return FOR_EVER if reader.versions.access == EVERYBODY else FOR_EVER.replace("public", "private")


def _piece(told: Mapping[str, Any]) -> _Piece:
    line = orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS) + b"\n"
    return deflated(line), line


def _pieces(asked: _ViewRequest, cache: PartCache) -> Iterator[_Piece]:
    """Each line as it is ready, deflated: the version that answers, then the parts.

    Stops where nobody listens any more. A mistake of ours is said in its part and raised: the browser asks for the
    parts behind it by themselves. Raises BrokenOffError at the end where a part was answered in passing only.
    """
    published = asked.reader.versions.ids()
    yield _piece({"version": asked.version})
    with one_view():
        ahead = _begin(asked, cache)
        try:
            yield from _parts(asked, cache, published)
        finally:
            for waited in ahead:
                waited.cancel()


def _begin(asked: _ViewRequest, cache: PartCache) -> list[Future[Outcome | None]]:
    """Have all cores answer what the parts ask, while they are made one after the other."""
    unknown = [name for name in asked.names if cache.get(asked.key(name)) is None]
    if len(unknown) < 2:
        return []
    reader = asked.unmeasured
    return reader.ask_ahead(each for name in unknown for each in asked_by(asked.page, name, reader))


def _parts(asked: _ViewRequest, cache: PartCache, published: Mapping[str, str]) -> Iterator[_Piece]:
    """The line of each part."""
    connection = flask.request.environ.get("gunicorn.socket")
    in_passing: list[str] = []
    for name in asked.names:
        if _hung_up(connection):
            return
        key = asked.key(name)
        if (known := cache.get(key)) is not None:
            piece: _Piece = known, None
        else:
            flask.g.unanswered = set()
            try:
                told = answer_part(asked.page, name, asked.reader_of(name))
            except Exception:
                alert = sentence(asked.reader.words.t("sentence.mistake"), alert=True)
                yield _piece({"part": name, "failed": markup(alert)})
                raise
            # Records that nobody published are missing for as long as the version is this one.
            if flask.g.unanswered & published.keys() or asked.reader.versions.ids() != published:
                in_passing.append(name)
                piece = _piece({"part": name, "passing": True, **told})
            else:
                piece = _piece({"part": name, **told})
                cache.keep(key, piece[0])
        yield piece
    if in_passing:
        raise BrokenOffError(f"{asked.page.key}: answered in passing: {', '.join(in_passing)}")


def _hung_up(connection: socket.socket | None) -> bool:
    """Whether the browser closed the connection: a newer choice gave this view up."""
    if connection is None:
        return False
    readable, _, _ = select.select([connection], [], [], 0)
    if not readable:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True


def _gzip(pieces: Iterator[_Piece]) -> Iterator[bytes]:
    body = GzipBody()
    yield body.HEAD
    for piece, line in pieces:
        yield body.add(piece, line)
    yield body.foot()
