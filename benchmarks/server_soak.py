"""Readers who never rest for hours, while the city is published again: whether a server stays what it was.

`python -m benchmarks.server_soak --minutes 120` serves Riverton with some 200,000 requests to six readers, each of whom
asks for view after view, and publishes it anew every ten minutes. A line a minute says how many views were answered,
how long they took, and what the server's processes hold. It ends with 1 where memory, open files or threads grew by
more than 5 % after the warm-up, or any answer was an error.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import IO

import pyarrow as pa

from app import create_app
from benchmarks.publishing import million_requests
from benchmarks.server_processes import held
from benchmarks.services_page import Reader
from benchmarks.soak_town import Publisher, Town
from data.reading.store import Store
from settings import settings
from tests.city_with_records import CITY, read_records
from tests.serving import Server, serve

#: What came before is a server that opens what it needs.
WARM_UP_SHARE = 0.25
MOST_GROWTH = 0.05
#: Requests that each publication has fewer or more than the one before.
CHANGED = 10


@dataclass(frozen=True)
class Minute:
    """One line: what was answered in a minute, and what the server holds at its end."""

    minute: int
    views: int
    errors: int
    p50_ms: float
    p95_ms: float
    pss_mb: float
    open_files: int
    threads: int
    open_cubes: int
    cpu_s: float
    published: int
    machine_load: float


class BusyTown(Town):
    """The town with so many requests that answers cost something."""

    def __init__(self, root: Path, requests: int) -> None:
        self._requests = million_requests().slice(0, requests)
        super().__init__(root)

    def _publish(self, domain: str, tables: dict[str, pa.Table]) -> None:
        """As the town does, of services with these requests: some fewer every second time."""
        fewer = self.published % 2 * CHANGED
        many = {"requests": self._requests.slice(0, self._requests.num_rows - fewer)}
        super()._publish(domain, tables | many if domain == "services" else tables)

    def publish_again(self) -> None:
        """The next snapshot of requests."""
        self.published += 1
        self._publish("services", read_records("services"))


class Readers:
    """Readers of one server, each in a thread of its own; what their views took since somebody last looked."""

    def __init__(self, server: Server, store: Store, number: int) -> None:
        self._taken: list[float] = []
        self._errors: list[str] = []
        self._lock, self._stopping = threading.Lock(), threading.Event()
        readers = [Reader(server, store, CITY, seed) for seed in range(number)]
        self._threads = [threading.Thread(target=self._read, args=(reader,), daemon=True) for reader in readers]
        for thread in self._threads:
            thread.start()

    def _read(self, reader: Reader) -> None:
        while not self._stopping.is_set():
            try:
                taken = reader.open_page()
            except (OSError, RuntimeError) as error:
                reader.close()
                with self._lock:
                    self._errors.append(str(error))
                time.sleep(1)
            else:
                with self._lock:
                    self._taken.append(taken)

    def taken(self) -> tuple[list[float], list[str]]:
        """Milliseconds of each view, and each error, since the last call."""
        with self._lock:
            found = self._taken, self._errors
            self._taken, self._errors = [], []
        return found

    def stop(self) -> None:
        """End after the views that are under way."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=60)


def _minute(number: int, server: Server, readers: Readers, town: Town) -> Minute:
    taken, errors = readers.taken()
    for error in sorted(set(errors)):
        print(f"WRONG: {error}", file=sys.stderr, flush=True)
    server_holds = held(server.process.pid)
    p50, p95 = (statistics.median(taken), statistics.quantiles(taken, n=20)[-1]) if len(taken) > 1 else (0.0, 0.0)
    return Minute(
        number, len(taken), len(errors), round(p50), round(p95), round(server_holds.pss_mb, 1), server_holds.open_files,
        server_holds.threads, server_holds.open_cubes, round(server_holds.cpu_s, 1), town.published, os.getloadavg()[0],
    )  # fmt: skip


def growth(minutes: Sequence[Minute], name: str) -> float:
    """How much larger the last fifth of the curve is than the first one after the warm-up, as a fraction."""
    values = [float(getattr(minute, name)) for minute in minutes][int(len(minutes) * WARM_UP_SHARE) :]
    fifth = max(1, len(values) // 5)
    return statistics.median(values[-fifth:]) / statistics.median(values[:fifth]) - 1


def soak(town: Town, folder: Path, asked: argparse.Namespace, lines: IO[str]) -> list[Minute]:
    """Serve, read and publish for so many minutes; a line of comma-separated values a minute."""
    create_app()  # the pages are known to an application only
    print(",".join(field.name for field in fields(Minute)), file=lines, flush=True)
    publisher, minutes = Publisher(town, asked.publish_minutes * 60), []
    with serve(town.environment | {"CITYDECK_DEVELOPMENT": "0"}, folder / "server.log") as server:
        readers = Readers(server, Store(folder / "snapshots", folder / "cache-of-readers"), asked.readers)
        publisher.start()
        began = time.monotonic()
        for number in range(1, asked.minutes + 1):
            time.sleep(max(0.0, began + number * 60 - time.monotonic()))
            minutes.append(_minute(number, server, readers, town))
            print(",".join(map(str, astuple(minutes[-1]))), file=lines, flush=True)
        readers.stop()
        publisher.stop()
    if publisher.failed is not None:
        raise RuntimeError("publishing stopped") from publisher.failed
    return minutes


def main() -> int:
    """Soak and say what grew."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server_soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=120)
    parser.add_argument("--publish-minutes", type=float, default=10)
    parser.add_argument("--readers", type=int, default=6)
    parser.add_argument("--requests", type=int, default=200_000, help="of the city (default 200,000)")
    parser.add_argument("--csv", type=argparse.FileType("w"), default=sys.stdout, help="where the lines go")
    asked = parser.parse_args()
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory(prefix="citydeck-soak-") as folder:
        town = BusyTown(Path(folder), asked.requests)
        os.environ.update(town.environment)
        settings.cache_clear()
        minutes = soak(town, Path(folder), asked, asked.csv)
    grown = {name: growth(minutes, name) for name in ("pss_mb", "open_files", "threads")}
    errors = sum(minute.errors for minute in minutes)
    print(
        f"{sum(minute.views for minute in minutes):,} views, {errors} errors, {minutes[-1].published} publications; ",
        end="",
    )
    print(", ".join(f"{name} {share:+.1%}" for name, share in grown.items()))
    return 1 if errors or max(grown.values()) > MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
