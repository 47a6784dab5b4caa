"""The whole of `/services` over HTTP: every part of the page, for views that nobody asked for before."""

from __future__ import annotations

import http.client
import itertools
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from app import create_app
from benchmarks.measured import Measured
from benchmarks.services_views import CLIENTS, views
from components.shell import registry
from components.shell.view_parts import part_names
from data.city.pack import load_city
from data.reading.store import Store
from settings import settings
from tests.pages.asking import view_address
from tests.serving import Server, serve

#: Seconds that a reader looks at a page before choosing again.
LOOKS_SECONDS = 5.0


class Reader:
    """One browser: it asks for every part of a view in one request."""

    def __init__(self, server: Server, store: Store, city: str, seed: int) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=300)
        self._chance = random.Random(seed)
        self._views = views(store, load_city(city, settings().cities_dir), seed)

    def open_page(self) -> float:
        """Milliseconds until the last part of the next view is answered."""
        page = registry.pages()["services"]
        view = next(self._views).to_query() | {"measure": self._chance.choice(page.measures).key}
        names = [name for name in part_names(page) if page.table is None or name != f"panel.{page.table.key}"]
        started = time.perf_counter()
        self._connection.request("GET", view_address(page.key, names, view), headers={"Accept-Encoding": "gzip"})
        response = self._connection.getresponse()
        told = response.read()
        if response.status != 200:
            raise RuntimeError(f"a view answered {response.status}: {told[:500]!r}")
        return (time.perf_counter() - started) * 1000

    def look(self) -> None:
        """Read for about LOOKS_SECONDS."""
        time.sleep(LOOKS_SECONDS * self._chance.uniform(0.5, 1.5))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _visit(reader: Reader, pages: int, looks: bool) -> list[float]:
    taken = []
    for _ in range(pages):
        if looks:
            reader.look()
        taken.append(reader.open_page())
    return taken


def _megabytes_of_workers(server: Server) -> list[float]:
    """The most memory that each worker of the server ever held."""
    root = Path("/proc") / str(server.process.pid)
    children = (root / "task" / root.name / "children").read_text().split()
    statuses = [(Path("/proc") / child / "status").read_text().splitlines() for child in children]
    return [int(line.split()[1]) * 1024 / 1e6 for status in statuses for line in status if line.startswith("VmHWM")]


def measure(snapshots: Path, folder: Path, city: str, runs: int, note: str) -> list[Measured]:
    """Whole pages with 1, 8 and 32 clients that never rest, with 8 that look in between, and the workers' memory."""
    create_app()  # the pages are known to an application only
    store = Store(snapshots, folder / "cache-of-clients")
    environment = {"CITYDECK_SNAPSHOTS_DIR": str(snapshots), "CITYDECK_CACHE_DIR": str(folder / "cache-of-server")}
    lines, seeds = [], itertools.count(1)
    with serve(environment, folder / "server.log") as server:
        for clients, looks in ((1, False), *((each, False) for each in CLIENTS), (8, True)):
            readers = [Reader(server, store, city, next(seeds)) for _ in range(clients)]
            pages = max(2, runs // clients)
            with ThreadPoolExecutor(clients) as pool:
                waiting = [pool.submit(_visit, reader, pages, looks) for reader in readers]
                taken = [each for waited in waiting for each in waited.result()]
            for reader in readers:
                reader.close()
            does = f"each looks {LOOKS_SECONDS:g} s in between" if looks else "none rests"
            told = f"{note}, {clients} clients, {does}"
            lines.append(Measured("whole page, nothing known", "ms", taken, limit_p95=400 if clients == 8 else None,
                                  limit=400 if clients == 8 else None, note=told))  # fmt: skip
        held = _megabytes_of_workers(server)
    memory = Measured("memory of a worker that was asked all this", "MB", held, limit=400, limit_p95=400, note=note)
    return [*lines[1:], memory]  # the first reader found a server that had just started
