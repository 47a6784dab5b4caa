"""How gunicorn serves `app:server`: threads behind one address, by the settings."""

from __future__ import annotations

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from data.upkeep.patrol import start_patrol
from settings import settings

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
loglevel = "info" if settings().development else "warning"
control_socket_disable = True


def when_ready(server: Arbiter) -> None:
    """Say where the pages are, once they can be asked for."""
    print(f"Citydeck is at http://{settings().host}:{settings().port} (Ctrl+C stops it)", flush=True)


def post_worker_init(worker: Worker) -> None:
    """Make one page before being asked: Dash registers its scripts with the first page that a process makes.

    One of the workers then looks, slowly, whether snapshots are still what was published.
    """
    worker.wsgi.test_client().get("/")
    start_patrol(settings().snapshots_dir)
