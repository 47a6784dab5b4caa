"""What a whole view of `/services` costs in cities of few requests and of many, asked of them in turns.

What else the machine does meanwhile falls on all of them alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from app import create_app
from benchmarks.measured import Measured
from benchmarks.server_processes import held, wait_for_rest
from benchmarks.services_page import Reader
from data.reading.store import Store
from tests.serving import Server, serve

VIEWS = 30
#: Times that a view is asked once more: what the server works for one is less than its clock tells.
AGAIN = 5
#: What a city of the most requests may cost, of what one of the fewest does.
MOST_TIMES = 1.3


@dataclass(frozen=True)
class Cost:
    """What views took, each with all its parts: milliseconds until the last byte, and the server's CPU of all."""

    waited_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def add(self, server: Server, ask: Callable[[], float]) -> None:
        """Ask once, and write down what it took."""
        before_s = held(server.process.pid).cpu_s
        self.waited_ms.append(ask())
        self.cpu_ms.append((held(server.process.pid).cpu_s - before_s) * 1000)

    @property
    def mean_cpu_ms(self) -> float:
        """Milliseconds of CPU a view."""
        return sum(self.cpu_ms) / len(self.cpu_ms)


def measure(snapshots: Mapping[int, Path], folder: Path, city: str, views: int = VIEWS) -> list[Measured]:
    """Views of which nothing is known, and the same answered before, by how many requests the city has.

    `snapshots` are in order of requests, fewest first. What a server compiles once is compiled before.
    """
    create_app()  # the pages are known to an application only
    new, known = {events: Cost() for events in snapshots}, {events: Cost() for events in snapshots}
    with ExitStack() as stack:
        asked = {events: _server(stack, place, folder / f"of-{events}") for events, place in snapshots.items()}
        for server, store in asked.values():
            wait_for_rest(server.process.pid)
            warming = Reader(server, store, city, 1)
            for _ in range(views):
                warming.open_page()
            warming.close()
        readers = {events: Reader(server, store, city, 2) for events, (server, store) in asked.items()}
        for _ in range(views):
            for events, reader in readers.items():
                reader.close()  # a server ends what is idle while the others are asked; the next request opens it again
                new[events].add(asked[events][0], reader.open_page)
                for _ in range(AGAIN):
                    known[events].add(asked[events][0], reader.open_again)
    return [*_lines("a view, nothing known", new, 250), *_lines("a view answered before", known, 60)]


def _server(stack: ExitStack, snapshots: Path, folder: Path) -> tuple[Server, Store]:
    folder.mkdir(parents=True)
    environment = {"CITYDECK_SNAPSHOTS_DIR": str(snapshots), "CITYDECK_CACHE_DIR": str(folder / "answers")}
    server = stack.enter_context(serve(environment, folder / "server.log"))
    return server, Store(snapshots, folder / "cache-of-clients")


def _lines(name: str, costs: Mapping[int, Cost], limit_ms: float) -> list[Measured]:
    """What each number of requests costs, and how many times what the fewest do."""
    lines, (fewest, *_) = [], costs
    for events, cost in costs.items():
        on = f"{events:,} requests"
        lines.append(Measured(f"{name}: waited", "ms", cost.waited_ms, limit_ms, note=on))
        lines.append(Measured(f"{name}: mean CPU of the server", "ms", [cost.mean_cpu_ms], note=on))
        if events != fewest:
            times = cost.mean_cpu_ms / costs[fewest].mean_cpu_ms
            told = f"{on}, of the CPU with {fewest:,}"
            lines.append(Measured(name, "times", [times], limit=MOST_TIMES, note=told))
    return lines
