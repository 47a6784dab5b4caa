"""Panel requests a second over eight connections, answered from the cache by a real server."""

from __future__ import annotations

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from benchmarks.measured import Measured
from benchmarks.panel_answers import answerable
from benchmarks.stage import Stage, view_of
from tests.pages.asking import CALLBACKS, panel_request
from tests.serving import serve

CONNECTIONS = 8
REQUESTS_A_CONNECTION = 50


def _ask(connection: http.client.HTTPConnection, bodies: list[bytes], count: int) -> None:
    """Ask for one panel after the other on a connection that stays open."""
    for number in range(count):
        connection.request("POST", CALLBACKS, bodies[number % len(bodies)], {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"a panel answered {response.status}")


def run(stage: Stage) -> list[Measured]:
    """Each run sends 400 requests; the client shares the machine with the server."""
    panels = answerable(stage)
    asked = [panel_request(page.key, panel.key, view_of(stage, panel.domain)) for page, panel in panels]
    bodies = [json.dumps(body).encode() for body in asked]
    rates = []
    with serve(stage.environment("requests"), stage.folder / "requests.log") as server:
        host = urlsplit(server.address).netloc
        connections = [http.client.HTTPConnection(host, timeout=60) for _ in range(CONNECTIONS)]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(lambda connection: _ask(connection, bodies, 2 * len(bodies)), connections))
            for _ in range(stage.runs):
                started = time.perf_counter()
                list(pool.map(lambda connection: _ask(connection, bodies, REQUESTS_A_CONNECTION), connections))
                rates.append(CONNECTIONS * REQUESTS_A_CONNECTION / (time.perf_counter() - started))
        for connection in connections:
            connection.close()
    note = f"{stage.city}, {CONNECTIONS} connections, cached"
    return [Measured("panel requests", "/s", rates, limit=250, at_least=True, note=note)]
