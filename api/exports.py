"""Records to take away: the answer of any part of any page, in the view of the address, or why there is none."""

from __future__ import annotations

import io

import flask
import orjson
from dash import Dash

from components.shell import registry
from components.shell.export_words import about_export, file_name
from components.shell.picture import picture
from components.view.comparison import both_views
from components.view.outcome import nothing_text, short_reason
from components.view.page import Page, Part
from components.view.reader import Reader, read
from data.reading.answer import Answer, Empty, Found, Stalled, Unanswered, Withheld
from data.reading.exports.about import UnwritableError
from data.reading.exports.csv_file import METADATA, METADATA_TYPE, csv_metadata
from data.reading.exports.formats import FORMATS


def add_exports(app: Dash) -> None:
    """The routes of every part's records, `/export/<page>/<part>.<format>` with `.csv-metadata.json` beside a CSV, and
    of every figure to be drawn as a picture, `/export/<page>/<panel>.figure.json`."""

    @app.server.get("/export/<page>/<key>.figure.json")
    def figure(page: str, key: str) -> flask.Response:
        known, _ = _part(page, key)
        panel = next((each for each in known.panels if each.key == key), None)
        reader = _reader()
        if isinstance(reader, flask.Response):
            return reader
        drawn = picture(known, panel, reader) if panel else None
        if drawn is None:
            flask.abort(404)
        if isinstance(drawn, Empty):
            return _sentence(nothing_text(drawn.answer, reader.words), 404)
        if not isinstance(drawn, dict):
            return _refused(drawn, reader)
        body = orjson.dumps(drawn, option=orjson.OPT_NON_STR_KEYS)
        return flask.Response(body, mimetype="application/json", headers={"Cache-Control": "no-cache"})

    @app.server.get("/export/<page>/<key>.<kind>")
    def export(page: str, key: str, kind: str) -> flask.Response:
        is_metadata = key.endswith(f".{METADATA}")
        known, part = _part(page, key.removesuffix(f".{METADATA}"))
        if kind not in FORMATS or (is_metadata and kind != "json"):
            flask.abort(404)
        reader = _reader()
        if isinstance(reader, flask.Response):
            return reader
        match both_views(part, reader):
            case Found(answer) | Empty(answer) if is_metadata:
                return _metadata(known, part, answer, reader)
            case Found(answer) | Empty(answer):
                return _records(known, part, answer, reader, kind)
            case outcome:
                return _refused(outcome, reader)


def _refused(outcome: Unanswered, reader: Reader) -> flask.Response:
    status = 403 if isinstance(outcome, Withheld) else 503 if isinstance(outcome, Stalled) else 404
    return _sentence(short_reason(outcome, reader.words), status)


def _part(page: str, key: str) -> tuple[Page, Part]:
    """The page and its part of these names; 404 where there is none."""
    known = registry.pages().get(page)
    part = known.parts().get(key) if known else None
    if known is None or part is None:
        flask.abort(404)
    return known, part


def _reader() -> Reader | flask.Response:
    """The reader of the address, or the sentence that says what of it could not be understood.

    A file that left a choice out would hold the whole city, or another one, under a narrower name.
    """
    # A repeated key would otherwise be read as its first value alone.
    asked = {name: values if len(values) > 1 else values[0] for name, values in flask.request.args.lists()}
    reader = read(asked)
    if reader is None:
        flask.abort(404)
    if reader.complaints:
        said = [reader.words.t(f"complaint.{each.key}", subject=each.subject) for each in reader.complaints]
        return _sentence(" ".join(said), 400)
    return reader


def _metadata(page: Page, part: Part, answer: Answer, reader: Reader) -> flask.Response:
    name = file_name(page, part, answer, reader)
    body = csv_metadata(answer, f"{name}.csv", about_export(page, part, answer, reader))
    return _file(body, METADATA_TYPE, f"{name}.{METADATA}.json")


def _records(page: Page, part: Part, answer: Answer, reader: Reader, kind: str) -> flask.Response:
    try:
        body = FORMATS[kind].write(answer, about_export(page, part, answer, reader))
    except UnwritableError:
        return _sentence(reader.words.t("export.too_large"), 422)
    response = _file(body, FORMATS[kind].media_type, f"{file_name(page, part, answer, reader)}.{kind}")
    if kind == "csv":
        query = flask.request.query_string.decode("ascii", "ignore")
        address = f"/export/{page.key}/{part.address}.{METADATA}.json?{query}"
        response.headers["Link"] = f'<{address}>; rel="describedby"; type="{METADATA_TYPE}"'
    return response


def _sentence(text: str, status: int) -> flask.Response:
    return flask.Response(text + "\n", status=status, mimetype="text/plain")


def _file(body: bytes, media_type: str, name: str) -> flask.Response:
    """A file to keep under that name, which may have letters beyond ASCII."""
    return flask.send_file(io.BytesIO(body), mimetype=media_type, as_attachment=True, download_name=name)
