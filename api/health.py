"""Is the server alive, and has it something to show? For load balancers and for whoever watches over the machine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import flask
from dash import Dash

from components.view.reader import read

#: A monitor that asks every second, or several of them, cost one look at the snapshots in so many seconds.
LOOK_EVERY_SECONDS = 5.0


@dataclass
class Readiness:
    """What the default city has to show, and when that was looked up (`time.monotonic`)."""

    answer: dict[str, Any]
    looked_at: float


def readiness() -> dict[str, Any]:
    """`ready`, the default `city`, and of each of its domains the snapshot, `data_as_of` and freshness.

    Ready is a server whose default city has at least one domain that answers.
    """
    reader = read({})
    if reader is None:
        return {"ready": False, "city": None, "domains": {}}
    sources = reader.versions.sources()
    domains = {
        domain: {
            "snapshot": source.snapshot_id,
            "data_as_of": source.data_as_of,
            "freshness": source.freshness,
            "stands_in_for_damaged": source.stands_in,
        }
        for domain, source in sources.items()
    }
    return {"ready": bool(domains), "city": reader.city.key, "domains": domains}


def add_health(app: Dash) -> None:
    """`/healthz` (200 while the process answers) and `/readyz` (200 with something to show, else 503; JSON)."""
    last = Readiness({}, -LOOK_EVERY_SECONDS)

    @app.server.get("/healthz")
    def alive() -> flask.Response:
        return flask.Response("alive\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})

    @app.server.get("/readyz")
    def ready() -> flask.Response:
        now = time.monotonic()
        if now - last.looked_at >= LOOK_EVERY_SECONDS:
            last.answer, last.looked_at = readiness(), now
        response = flask.jsonify(last.answer)
        response.status_code = 200 if last.answer["ready"] else 503
        response.headers["Cache-Control"] = "no-store"
        return response
