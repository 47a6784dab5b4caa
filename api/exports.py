"""Records to take away: the answer of any part of any page, in the view of the address, or why there is none."""

from __future__ import annotations

import flask
from dash import Dash

from components.figures.wording import column_word
from components.shell import registry
from components.text import Words
from components.view.comparison import span_text
from components.view.outcome import short_reason
from components.view.page import Part
from components.view.reader import Reader, read
from data.city.pack import areas_of
from data.reading import exports
from data.reading.answer import Answer, Empty, Found, Withheld


def add_exports(app: Dash) -> None:
    """The route of every part's records: `/export/<page>/<part>.<format>`, and `.csv-metadata.json` beside a CSV."""

    @app.server.get("/export/<page>/<key>.<kind>")
    def export(page: str, key: str, kind: str) -> flask.Response:
        # A repeated key would otherwise be read as its first value alone.
        asked = {name: values if len(values) > 1 else values[0] for name, values in flask.request.args.lists()}
        reader = read(asked)
        key, is_metadata = key.removesuffix(f".{exports.METADATA}"), key.endswith(f".{exports.METADATA}")
        known = registry.pages().get(page)
        part = known.parts().get(key) if known else None
        if reader is None or part is None or kind not in exports.FORMATS or (is_metadata and kind != "json"):
            flask.abort(404)
        if reader.complaints:
            # A file that left a choice out would hold the whole city, or another one, under a narrower name.
            said = [reader.words.t(f"complaint.{each.key}", subject=each.subject) for each in reader.complaints]
            return _sentence(" ".join(said), 400)
        match reader.ask(part):
            case Found(answer) | Empty(answer):
                if is_metadata:
                    about = _about(page, part, answer, reader)
                    body = exports.csv_metadata(answer, f"{page}-{key}.csv", about)
                    return _file(body, exports.METADATA_TYPE, f"{page}-{key}.{exports.METADATA}.json")
                response = _file(exports.FORMATS[kind](answer), exports.MEDIA_TYPES[kind], f"{page}-{key}.{kind}")
                if kind == "csv":
                    query = flask.request.query_string.decode("ascii", "ignore")
                    response.headers["Link"] = (
                        f'</export/{page}/{key}.{exports.METADATA}.json?{query}>; rel="describedby"; '
                        f'type="{exports.METADATA_TYPE}"'
                    )
                return response
            case outcome:
                return _sentence(short_reason(outcome, reader.words), 403 if isinstance(outcome, Withheld) else 404)


def _sentence(text: str, status: int) -> flask.Response:
    return flask.Response(text + "\n", status=status, mimetype="text/plain")


def _file(body: bytes, media_type: str, name: str) -> flask.Response:
    response = flask.Response(body, mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _title(page: str, part: Part, words: Words) -> str:
    """What the part is called on its page."""
    head, _, rest = part.address.partition(".")
    named = {"tile": f"tile.{page}.{rest.removesuffix('.trend')}", "map": f"measure.{rest}"}
    key = named.get(head, f"panel.{page}.{head}")
    return words.t(key) if words.has(key) else f"{words.t(f'page.{page}.title')}: {part.address}"


def _about(page: str, part: Part, answer: Answer, reader: Reader) -> exports.About:
    words, view = reader.words, reader.view(part)
    choices = {words.t("filter.city"): words.name(reader.city.name), words.t("filter.period"): span_text(view, words)}
    if view.area is not None:
        choices[words.t("filter.area")] = words.name(areas_of(reader.city)[view.area].names)
    for dimension, values in view.selections:
        named = words.join(words.or_same(f"value.{dimension}", value) for value in values)
        choices[words.t(f"dimension.{dimension}")] = named
    columns = {column.name: column_word(column, words) for column in answer.schema}
    return exports.About(_title(page, part, words), words.language, view.to_query(), choices, columns)
