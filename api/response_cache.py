"""Whole answers to the browser, kept in a process's memory for as long as they would be made the same again.

A wall, a press office and a department look at the same pages: making a figure from a cached answer and writing it as
JSON takes several times as long as finding it here.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import flask
from dash import Dash

from components import ids
from components.view.reader import read
from data.city.pack import state_of
from data.reading.store import current_snapshots

CALLBACKS = "/_dash-update-component"
#: Bytes of answers that a process keeps.
MOST_BYTES = 32_000_000


class Kept:
    """Texts by key, the least lately used forgotten beyond that many bytes. Threads share it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._held = most_bytes, 0
        self._texts: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The text kept under this key, or None."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def keep(self, key: str, text: bytes) -> None:
        """Keep the text; one that would fill half of the room alone is not kept."""
        if len(text) > self._most // 2:
            return
        with self._lock:
            self._held += len(text) - len(self._texts.pop(key, b""))
            self._texts[key] = text
            while self._held > self._most:
                self._held -= len(self._texts.popitem(last=False)[1])


def _key(body: dict[str, Any], text: bytes) -> str | None:
    """What decides the answer of a callback that reads the view: the request, the words, the city and its snapshots
    with how fresh they are. None for a callback that reads something else, or without any city."""
    view = next((each.get("value") for each in body.get("inputs", []) if each.get("id") == ids.VIEW), None)
    reader = read(view) if isinstance(view, dict) else None
    if reader is None:
        return None
    sources = current_snapshots(reader.city.key, reader.filters.as_of)
    standing = [(domain, source.snapshot_id, source.freshness) for domain, source in sorted(sources.items())]
    told = repr((reader.words.language, reader.city.key, state_of(reader.city), standing)).encode()
    return hashlib.sha256(told + b"\n" + text).hexdigest()


def keep_answers(app: Dash) -> None:
    """Have the app's callbacks answer from memory what they answered before. Failures are never kept."""
    (name,) = (rule.endpoint for rule in app.server.url_map.iter_rules() if rule.rule == CALLBACKS)
    answer: Callable[[], flask.Response] = app.server.view_functions[name]
    kept = Kept()

    def answer_or_kept() -> flask.Response:
        body = flask.request.get_json(silent=True)
        key = _key(body, flask.request.get_data()) if isinstance(body, dict) else None
        if key is None:
            return answer()
        if (known := kept.get(key)) is not None:
            return flask.Response(known, mimetype="application/json")
        response = answer()
        if response.status_code == 200:
            kept.keep(key, response.get_data())
        return response

    app.server.view_functions[name] = answer_or_kept
