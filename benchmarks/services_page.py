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
from benchmarks.server_processes import held, wait_for_rest
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
#: What was promised of so many clients: milliseconds of the median, and of the 95th percentile.
PROMISED_MS: dict[int, tuple[float, float | None]] = {1: (250, None), 8: (500, 1000), 64: (500, None)}
KNOWN_VIEWS, RATE_SECONDS = 20, 3.0


class Reader:
    """One browser: it asks for every part of a view in one request."""

    def __init__(self, server: Server, store: Store, city: str, seed: int) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=300)
        self._chance = random.Random(seed)
        self._address = ""
        self._views = views(store, load_city(city, settings().cities_dir), seed)

    def open_page(self) -> float:
        """Milliseconds until the last part of the next view is answered."""
        page = registry.pages()["services"]
        view = next(self._views).to_query() | {"measure": self._chance.choice(page.measures).key}
        names = [name for name in part_names(page) if page.table is None or name != f"panel.{page.table.key}"]
        self._address = view_address(page.key, names, view)
        return self.open_again()

    def open_again(self) -> float:
        """Milliseconds until the same view is answered once more."""
        started = time.perf_counter()
        self._connection.request("GET", self._address, headers={"Accept-Encoding": "gzip"})
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


def _views_known(reader: Reader) -> list[float]:
    """Milliseconds of views that were answered a moment before."""
    taken = []
    for _ in range(KNOWN_VIEWS):
        reader.open_page()
        taken.append(reader.open_again())
    return taken


def _a_second(server: Server, readers: list[Reader]) -> float:
    """Views that were answered before, by readers who never rest: how many are answered a second."""

    def again(reader: Reader) -> int:
        reader.close()  # the server may have ended it, as it ends what is idle; the next request opens it again
        until, views = time.monotonic() + RATE_SECONDS, 0
        while time.monotonic() < until:
            reader.open_again()
            views += 1
        return views

    with ThreadPoolExecutor(len(readers)) as pool:
        return sum(pool.map(again, readers)) / RATE_SECONDS


def measure(snapshots: Path, folder: Path, city: str, runs: int, note: str) -> list[Measured]:
    """Whole pages of clients that never rest, of 64 that look in between, views known before, and the memory."""
    create_app()  # the pages are known to an application only
    store = Store(snapshots, folder / "cache-of-clients")
    environment = {"CITYDECK_SNAPSHOTS_DIR": str(snapshots), "CITYDECK_CACHE_DIR": str(folder / "cache-of-server")}
    lines, seeds = [], itertools.count(1)
    with serve(environment, folder / "server.log") as server:
        wait_for_rest(server.process.pid)
        for clients, looks in ((1, False), *((each, False) for each in CLIENTS), (64, True)):
            readers = [Reader(server, store, city, next(seeds)) for _ in range(clients)]
            pages = max(2, runs // clients)
            with ThreadPoolExecutor(clients) as pool:
                waiting = [pool.submit(_visit, reader, pages, looks) for reader in readers]
                taken = [each for waited in waiting for each in waited.result()]
            does = f"each looks {LOOKS_SECONDS:g} s in between" if looks else "none rests"
            told = f"{note}, {clients} clients, {does}"
            limit, limit_p95 = PROMISED_MS.get(clients, (None, None))
            lines.append(Measured("whole page, nothing known", "ms", taken, limit, limit_p95, note=told))
            if clients == CLIENTS[1]:
                lines.append(Measured("the same, answered before", "ms", _views_known(readers[0]), limit=60, note=note))
                rate = [_a_second(server, readers)]
                lines.append(Measured("views answered before", "/s", rate, limit=300, at_least=True, note=told))
            for reader in readers:
                reader.close()
        pss_mb = [held(server.process.pid).pss_mb]
    memory = Measured("memory (PSS) of all processes, asked all this", "MB", pss_mb, limit=300, note=note)
    return [*lines[1:], memory]  # the first reader found a server that had just started
