"""`python -m benchmarks.limits [readers|slowest|memory ...]`: how far one server goes, as a table.

`readers`: twice as many readers each time, who look five seconds in between and choose views that nobody asked for,
until one in twenty waits longer than two seconds or an answer is an error. `slowest`: at how many bytes a second an
answer of the page may be taken, and what others wait for while so many clients take theirs that slowly. `memory`: what
all processes of the server hold after up to a thousand different views. The city is that of the settings; its largest
delivery, with time, memory and disk, is measured by `python -m benchmarks services --events N`.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from app import create_app
from benchmarks.measured import Measured
from benchmarks.server_processes import held
from benchmarks.stage import Stage, choose_city
from components.shell import registry
from components.shell.view_parts import part_names
from data.city.pack import areas_of, load_city
from settings import settings
from tests.pages.asking import view_address
from tests.serving import Server, serve

PAGE = "services"
LONGEST_P95_S = 2.0
LOOKS_S = 5.0
#: After how many different views memory is looked at, and how many ask at once.
VIEWS_OF_MEMORY, CLIENTS_OF_MEMORY = (100, 300, 1000), 8
#: Seconds that a round of readers goes on.
ROUND_S = 30.0
RATES = (100_000, 10_000, 3_000, 1_000)
SLOW_CLIENTS = (0, 8, 16, 32)
#: Bytes that a slow client's machine takes in before it has read them.
SMALL_BUFFER = 4096


def addresses(city: str, last_day: date, seed: int) -> Iterator[str]:
    """Views of the page, each of an area and a period by chance: one never asked before, nearly always."""
    chance, page = random.Random(seed), registry.pages()[PAGE]
    areas = [area.area_id for area in areas_of(load_city(city, settings().cities_dir)).values()]
    names = [name for name in part_names(page) if page.table is None or name != f"panel.{page.table.key}"]
    while True:
        until = last_day - timedelta(days=chance.randrange(400))
        since = until - timedelta(days=chance.randrange(6, 600))
        view = {"city": city, "lang": "en", "area": chance.choice(areas)}
        yield view_address(PAGE, names, view | {"since": since.isoformat(), "until": until.isoformat()})


def ask(connection: http.client.HTTPConnection, address: str) -> float:
    """Seconds until the last byte of a view has come. RuntimeError where it is an error."""
    started = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"a view answered {response.status}: {body[:200]!r}")
    return time.perf_counter() - started


def _reader(server: Server, views: Iterator[str], looks_s: float, until: float) -> tuple[list[float], int]:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=120)
    taken, errors = [], 0
    time.sleep(random.Random(id(views)).uniform(0, looks_s))
    while time.monotonic() < until:
        try:
            taken.append(ask(connection, next(views)))
        except (OSError, RuntimeError, http.client.HTTPException):
            errors += 1
        # The server ends a connection that says nothing for as long as this reader looks; a browser would open another.
        connection.close()
        time.sleep(looks_s)
    return taken, errors


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else max(values, default=0.0)


def most_readers(server: Server, views: Callable[[int], Iterator[str]]) -> None:
    """Print a line for each number of readers, until they wait too long."""
    seeds = itertools.count(1)
    for readers in (8, 16, 32, 64, 128, 256, 512):
        until = time.monotonic() + ROUND_S
        with ThreadPoolExecutor(readers) as pool:
            waiting = [pool.submit(_reader, server, views(next(seeds)), LOOKS_S, until) for _ in range(readers)]
            found = [each.result() for each in waiting]
        taken, errors = [one for each, _ in found for one in each], sum(count for _, count in found)
        print(f"{readers:4} readers: {len(taken):5,} views, p50 {statistics.median(taken):.2f} s, "
              f"p95 {_p95(taken):.2f} s, {errors} errors", flush=True)  # fmt: skip
        if errors or _p95(taken) > LONGEST_P95_S:
            return


def _take_slowly(server: Server, address: str, bytes_a_second: int, stop: threading.Event) -> bool:
    """Whether the whole answer came when no more than that was read of it in a second."""
    netloc = urlsplit(server.address)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        client.connect((netloc.hostname, netloc.port))
        client.sendall(f"GET {address} HTTP/1.1\r\nHost: {netloc.netloc}\r\nConnection: close\r\n\r\n".encode())
        came = b""
        while not stop.is_set():
            try:
                piece = client.recv(max(1, bytes_a_second // 10))
            except OSError:
                return False
            if not piece:
                return came.endswith(b"0\r\n\r\n") or b"Transfer-Encoding" not in came
            came = (came + piece)[-100_000:]
            time.sleep(len(piece) / bytes_a_second)
    return False


def _asked_twenty_times(connection: http.client.HTTPConnection, address: str) -> tuple[list[float], int]:
    """Seconds of each time, those that ended with an error too, and how many did."""
    taken, errors = [], 0
    for _ in range(20):
        started = time.perf_counter()
        try:
            ask(connection, address)
        except (OSError, RuntimeError, http.client.HTTPException):
            errors += 1
            connection.close()
        taken.append(time.perf_counter() - started)
    return taken, errors


def slowest_client(server: Server, views: Callable[[int], Iterator[str]]) -> None:
    """Print at which rates an answer comes whole, and what others wait for beside slow clients."""
    address = next(views(1))
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=120)
    for rate in RATES:
        started = time.monotonic()
        whole = _take_slowly(server, address, rate, threading.Event())
        print(f"an answer taken at {rate:7,} bytes a second: {'whole' if whole else 'cut off'} "
              f"after {time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
    for number in SLOW_CLIENTS:
        stop = threading.Event()
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(max(number, 1)))
            stack.callback(stop.set)
            for _ in range(number):
                pool.submit(_take_slowly, server, address, RATES[-1], stop)
            time.sleep(3)
            taken, errors = _asked_twenty_times(connection, address)
            waited = f"{statistics.median(taken):.3f} s, p95 {_p95(taken):.3f} s, {errors} errors"
            print(f"{number:3} clients that take {RATES[-1]:,} bytes a second: others wait {waited}", flush=True)
            stop.set()


def memory(server: Server, views: Callable[[int], Iterator[str]]) -> float:
    """Print what the server holds before and after a hundred, three hundred and a thousand different views; gives the
    megabytes at the end."""
    every, lock, started = views(1), threading.Lock(), held(server.process.pid)
    print(f"memory (PSS of all processes): {started.pss_mb:.0f} MB after the start", flush=True)

    def work(some: Iterator[str]) -> None:
        connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=300)
        while True:
            with lock:
                address = next(some, None)
            if address is None:
                return
            ask(connection, address)

    for done, until in itertools.pairwise((0, *VIEWS_OF_MEMORY)):
        some = itertools.islice(every, until - done)
        with ThreadPoolExecutor(CLIENTS_OF_MEMORY) as pool:
            for each in [pool.submit(work, some) for _ in range(CLIENTS_OF_MEMORY)]:
                each.result()
        now = held(server.process.pid)
        cpu_ms = (now.cpu_s - started.cpu_s) / until * 1000
        print(f"{now.pss_mb:.0f} MB after {until:,} views; {cpu_ms:.0f} ms of CPU a view, {now.open_files} files, "
              f"{now.threads} threads, {now.open_cubes} open snapshots", flush=True)  # fmt: skip
    return now.pss_mb


Limit = Callable[[Server, Callable[[int], Iterator[str]]], float | None]
LIMITS: dict[str, Limit] = {"memory": memory, "slowest": slowest_client, "readers": most_readers}


def run(stage: Stage) -> list[Measured]:
    """The memory, for `make bench`."""
    create_app()  # the pages are known to an application only
    last_day = date.fromisoformat(stage.sources[PAGE].data_as_of[:10])
    environment = stage.environment("memory") | {"CITYDECK_WARM_UP": "false"}
    with serve(environment, stage.folder / "memory.log") as server:
        held_mb = memory(server, lambda seed: addresses(stage.city, last_day, seed))
    asked = f"{stage.city}, after {VIEWS_OF_MEMORY[-1]:,} different views"
    return [Measured("memory (PSS) of all processes", "MB", [held_mb], limit=300, note=asked)]


def main() -> int:
    """Measure what was asked for, each on a server of its own whose cache is empty."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.limits", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(LIMITS)}; all where none is named")
    parser.add_argument("--city")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.names) - LIMITS.keys()):
        parser.error(f"no limit is named {', '.join(unknown)}")
    create_app()  # the pages are known to an application only
    city, sources = choose_city(asked.city or settings().default_city, settings().default_city)
    last_day = date.fromisoformat(sources[PAGE].data_as_of[:10])
    for name in asked.names or LIMITS:
        with tempfile.TemporaryDirectory(prefix="citydeck-limits-") as folder:
            environment = {
                "CITYDECK_CACHE_DIR": f"{folder}/cache",
                "CITYDECK_LIVE_SECONDS": "0",
            }
            with serve(environment, Path(folder) / "server.log") as server:
                print(f"{name}, {city}, machine's load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores:", flush=True)
                LIMITS[name](server, lambda seed: addresses(city, last_day, seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
