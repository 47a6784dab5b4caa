"""How gunicorn serves `app:server`: threads behind one address, by the settings."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from api.before_the_fork import share
from data.upkeep.patrol import start_patrol
from modules.live_process import end, living_cities, start
from settings import metrics_folder, settings, share_metrics

# Three hundred thousand objects are made before the first answer, nearly all of them to stay: looking through them for
# garbage again and again is a quarter of a start.
gc.disable()
bind = f"{settings().host}:{settings().port}"
worker_class = "api.slow_clients.DeadlineWorker"
workers = settings().workers
threads = settings().threads
#: One import for all workers: the first page comes sooner. The first question opens DuckDB, after the fork.
preload_app = True
timeout = 60
graceful_timeout = 5
#: Longer than the poll of an open page, so that a wall keeps one connection instead of a new one each time.
keepalive = settings().poll_seconds + 5
#: As long an address as nginx passes on: a view may name many values.
limit_request_line = 8190
logger_class = "api.logs.ServerLog"
loglevel = "info" if settings().development else "warning"
control_socket_disable = True
#: The process that brings simulated cities on.
_living: list[subprocess.Popen[bytes]] = []


def _count_together() -> None:
    """Have all processes of this server count their requests in one folder, which begins empty."""
    folder = settings().cache_dir.parent / f"metrics-{settings().port}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        share_metrics(folder)
    except OSError as error:
        print(f"citydeck: /metrics tells of one process alone: {error}", file=sys.stderr)


if metrics_folder() is None:  # a reload goes on counting
    _count_together()


def child_exit(server: Arbiter, worker: Worker) -> None:
    """What a process held that ended is not counted any more, nor what it was at."""
    worker.loads.forget(worker.age)
    if metrics_folder() is not None:
        from prometheus_client.multiprocess import mark_process_dead  # after the folder is known

        mark_process_dead(worker.pid)


def when_ready(server: Arbiter) -> None:
    """Say where the pages are, once they can be asked for."""
    share(server.app.wsgi())
    # What all workers share stays shared: a collector that walks it would write into every page of it.
    gc.freeze()
    gc.enable()
    print(f"Citydeck is at http://{settings().host}:{settings().port} (Ctrl+C stops it)", flush=True)
    if settings().live_seconds > 0 and living_cities(settings().raw_dir):
        _living.append(start())


def on_exit(server: Arbiter) -> None:
    """End with the server what was started beside it; where the server is killed, that ends by itself."""
    for process in _living:
        end(process)


def post_worker_init(worker: Worker) -> None:
    """One of the workers looks, slowly, whether snapshots are still what was published."""
    gc.enable()  # after a reload `when_ready` is not called again
    start_patrol(settings().snapshots_dir)
    worker.wsgi.extensions["warm-up"](worker.loads)  # what everybody opens is answered while nobody asks
