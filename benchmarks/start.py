"""From the start of the process to the first page, with nothing in the cache."""

from __future__ import annotations

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from tests.serving import serve


def run(stage: Stage) -> list[Measured]:
    """Each run starts the server as `make run` does, and asks for `/` until it is answered."""
    seconds = []
    for number in range(stage.runs):
        with serve(stage.environment(f"start-{number}"), stage.folder / "start.log") as server:
            seconds.append(server.seconds_to_first_page)
    return [Measured("process start to first page", "s", seconds, limit=2, note=stage.city)]
