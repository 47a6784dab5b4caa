"""`/metrics`, as Prometheus reads it: requests of all processes, the age of what is served, walls that went quiet.

All processes of a server count in files of one folder (prometheus_client's multiprocess mode); a process alone, such as
a test, counts in its memory.
"""

from __future__ import annotations

import ipaddress
import logging
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import flask
from dash import Dash
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from components.view.reader import read
from data.city.pack import known_cities
from data.operations.heartbeats import heard_walls
from settings import metrics_folder, settings

log = logging.getLogger(__name__)
#: Upper ends of the classes of how long answers take, in seconds.
SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 60.0)
#: So often a process says how much it holds.
HOLD_EVERY_SECONDS = 5.0
#: And what is served is looked up again.
LOOK_EVERY_SECONDS = 10.0
REQUESTS = Counter("citydeck_requests", "Requests answered", ["route", "status"])
TIMES = Histogram("citydeck_request_seconds", "Seconds until an answer was taken", ["route"], buckets=SECONDS)
MEMORY = Gauge("citydeck_memory_bytes", "Memory that a process holds", ["process"], multiprocess_mode="liveall")
FILES = Gauge("citydeck_open_files", "Files that a process has open", ["process"], multiprocess_mode="liveall")
_held = {"at": -HOLD_EVERY_SECONDS}


def note_request(route: str, status: int, seconds: float) -> None:
    """Count one answer. What cannot be counted is only that: a full disk keeps no answer back."""
    try:
        REQUESTS.labels(route, str(status)).inc()
        TIMES.labels(route).observe(seconds)
        _note_held()
    except OSError as error:
        log.warning("a request is not counted: %s", error)


def _note_held() -> None:
    now = time.monotonic()
    if now - _held["at"] >= HOLD_EVERY_SECONDS:
        _held["at"] = now
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        MEMORY.labels("worker").set(pages * resource.getpagesize())
        FILES.labels("worker").set(len(list(Path("/proc/self/fd").iterdir())))


class _Served(Collector):
    """What is served and by whom it is shown, looked up when it is asked for: a thousand cities are some seconds."""

    _known: tuple[float, list[GaugeMetricFamily]] | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The families of all cities, as of LOOK_EVERY_SECONDS ago at most."""
        now = time.monotonic()
        if self._known is None or now - self._known[0] >= LOOK_EVERY_SECONDS:
            self._known = (now, list(self._look()))
        yield from self._known[1]

    def _look(self) -> Iterator[GaugeMetricFamily]:
        age = GaugeMetricFamily("citydeck_data_age_seconds", "Age of the last publication", labels=["city", "domain"])
        state = GaugeMetricFamily("citydeck_data_state", "1 for how it is", labels=["city", "domain", "freshness"])
        damaged = GaugeMetricFamily("citydeck_stands_in", "1 where an older one answers", labels=["city", "domain"])
        now = datetime.now(UTC)
        for city in known_cities(settings().cities_dir):
            reader = read({"city": city})
            for domain, source in reader.versions.sources().items() if reader else ():
                published = datetime.fromisoformat(source.published_at)
                age.add_metric([city, domain], (now - published).total_seconds())
                state.add_metric([city, domain, source.freshness], 1)
                damaged.add_metric([city, domain], int(source.stands_in))
        walls = heard_walls(settings().walls_dir)
        quiet = GaugeMetricFamily("citydeck_quiet_walls", "Walls that went quiet", sum(w.quiet(now) for w in walls))
        yield from (age, state, damaged, quiet, GaugeMetricFamily("citydeck_walls", "Walls heard of", len(walls)))


_served = _Served()


def _told(folder: str | None) -> bytes:
    registry = CollectorRegistry()
    if folder is not None:
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    else:
        for metric in (REQUESTS, TIMES, MEMORY, FILES):
            registry.register(metric)
    registry.register(_served)
    return generate_latest(registry)


def from_this_machine(request: flask.Request) -> bool:
    """Whether the request comes from here, and not through a server in front, which comes from here too."""
    if any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via")):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def add_metrics(app: Dash) -> None:
    """`/metrics` for this machine, and for others where the settings say so; else there is none."""
    folder = metrics_folder()

    @app.server.get("/metrics")
    def tell() -> flask.Response:
        if not settings().metrics and not from_this_machine(flask.request):
            flask.abort(404)
        body = _told(folder)
        return flask.Response(body, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
