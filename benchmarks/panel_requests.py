"""Panel requests a second over eight connections, answered from the cache by a real server."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from app import create_app
from benchmarks.measured import Measured
from benchmarks.panel_answers import answerable, panel_address
from benchmarks.stage import Stage, view_of
from tests.serving import serve

CONNECTIONS = 8
REQUESTS_A_CONNECTION = 50


def _ask(connection: http.client.HTTPConnection, addresses: list[str], count: int) -> None:
    """Ask for one panel after the other on a connection that stays open."""
    for number in range(count):
        connection.request("GET", addresses[number % len(addresses)], headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"a panel answered {response.status}")


def run(stage: Stage) -> list[Measured]:
    """Each run sends 400 requests; the client shares the machine with the server."""
    create_app()  # the pages are known to an application only
    panels = answerable(stage)
    addresses = [panel_address(page, panel, view_of(stage, panel.domain)) for page, panel in panels]
    rates = []
    with serve(stage.environment("requests"), stage.folder / "requests.log") as server:
        host = urlsplit(server.address).netloc
        connections = [http.client.HTTPConnection(host, timeout=60) for _ in range(CONNECTIONS)]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(lambda connection: _ask(connection, addresses, 2 * len(addresses)), connections))
            for _ in range(stage.runs):
                started = time.perf_counter()
                list(pool.map(lambda connection: _ask(connection, addresses, REQUESTS_A_CONNECTION), connections))
                rates.append(CONNECTIONS * REQUESTS_A_CONNECTION / (time.perf_counter() - started))
        for connection in connections:
            connection.close()
    note = f"{stage.city}, {CONNECTIONS} connections, cached"
    return [Measured("panel requests", "/s", rates, limit=250, at_least=True, note=note)]
