"""From the start of the process to the first page, with nothing in the cache, beside a plain Dash page's."""

from __future__ import annotations

import time

from benchmarks.contestants import served_plain, write_records
from benchmarks.measured import Measured
from benchmarks.stage import Stage
from tests.serving import serve


def run(stage: Stage) -> list[Measured]:
    """Each run starts the server as `make run` does, and asks for `/` until it is answered; then the plain page."""
    records = write_records(stage)
    ours, plain = [], []
    for number in range(stage.runs):
        with serve(stage.environment(f"start-{number}"), stage.folder / "start.log") as server:
            ours.append(server.seconds_to_first_page)
        started = time.perf_counter()
        with served_plain(records, stage.folder / "start-plain.log"):
            plain.append(time.perf_counter() - started)
    lines = [
        Measured("process start to first page", "s", ours, limit=2, note=stage.city),
        Measured("  the plain page", "s", plain, note=stage.city),
    ]
    return [*lines, Measured("  ours of the plain page's", "", [lines[0].median / lines[1].median], note=stage.city)]
