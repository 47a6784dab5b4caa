"""Whole answers to the browser, cached in a process's memory for as long as they would be made the same again.

A wall, a press office and a department look at the same pages: making a figure from a cached result and writing it as
JSON takes several times as long as finding it here.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Any

import flask
from cachetools import LRUCache
from dash import Dash

from components import ids
from components.view.reader import read
from data.city.pack import state_of

CALLBACKS = "/_dash-update-component"
#: Bytes of responses that a process keeps.
MOST_BYTES = 32_000_000


class ResponseCache:
    """Texts by key, the least lately used forgotten beyond that many bytes. Threads share it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._texts: LRUCache[str, bytes] = LRUCache(most_bytes, getsizeof=len)
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The text cached under this key, or None."""
        with self._lock:
            return self._texts.get(key)

    def keep(self, key: str, text: bytes) -> None:
        """Cache the text; one that would fill half of the room alone is not."""
        with self._lock:
            if len(text) <= self._texts.maxsize // 2:
                self._texts[key] = text


def _key(body: dict[str, Any], text: bytes) -> str | None:
    """What decides the answer of a callback that reads the view: the request, the words, the city and the version that
    answers. None for a callback that reads something else, or without any city."""
    given = {str(each.get("id")): each.get("value") for each in body.get("inputs", []) if isinstance(each, dict)}
    view, shown = given.get(ids.VIEW), given.get(ids.SNAPSHOTS)
    reader = read(view, shown) if isinstance(view, dict) else None
    if reader is None:
        return None
    state = repr((reader.words.language, state_of(reader.city), reader.versions.key())).encode()
    return hashlib.sha256(state + b"\n" + text).hexdigest()


def cache_responses(app: Dash) -> None:
    """Have the app's callbacks answer from memory what they answered before.

    Only an answer with data is cached: a fault that passes, such as a file that cannot be read for a moment, is asked
    again.
    """
    (name,) = (rule.endpoint for rule in app.server.url_map.iter_rules() if rule.rule == CALLBACKS)
    answer: Callable[[], flask.Response] = app.server.view_functions[name]
    cache = ResponseCache()

    def answer_or_cached() -> flask.Response:
        body = flask.request.get_json(silent=True)
        key = _key(body, flask.request.get_data()) if isinstance(body, dict) else None
        if key is None:
            return answer()
        if (known := cache.get(key)) is not None:
            return flask.Response(known, mimetype="application/json")
        response = answer()
        if response.status_code == 200 and not flask.g.get("unanswered", False):
            cache.keep(key, response.get_data())
        return response

    app.server.view_functions[name] = answer_or_cached
