"""Time and memory of a hundred cities in one process: added, simulated and published, and ten of them opened."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from data.city.pack import known_cities
from settings import settings
from tests.hundred_cities import CITIES, OPENED, adcodes, add, open_city, publish
from tests.serving import ROOT, folders


def _peak_gigabytes() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def _timed(done: Callable[[str], object], named: Sequence[str]) -> list[float]:
    """Seconds of each."""
    seconds = []
    for name in named:
        started = time.perf_counter()
        done(name)
        seconds.append(time.perf_counter() - started)
    return seconds


def _told(done: Callable[[str], int]) -> Callable[[str], None]:
    """The command, which raises where its exit code is not 0."""

    def call(name: str) -> None:
        if code := done(name):
            raise RuntimeError(f"{done.__name__} {name} ended with {code}")

    return call


def measure() -> dict[str, list[float]]:
    """Seconds of each city by step, and gigabytes held at most by the end of each step."""
    from app import create_app  # here, for the process that only asks for the figures needs no application

    found = {"add": _timed(_told(add), adcodes())}
    found["add_peak"] = [_peak_gigabytes()]
    keys = known_cities(settings().cities_dir)
    found["publish"] = _timed(_told(publish), keys)
    found["publish_peak"] = [_peak_gigabytes()]
    client = create_app().server.test_client()
    found["open"] = _timed(lambda key: open_city(client, key), keys[:: CITIES // OPENED])
    found["open_peak"] = [_peak_gigabytes()]
    return found


def run(stage: Stage) -> list[Measured]:
    """All of it in a process of its own, once: each city is a run."""
    environment = {**os.environ, **folders(stage.folder / "cities")}
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.cities"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True
    )
    found = json.loads(told.stdout)
    note = f"{CITIES} cities of China in one process"
    return [
        Measured("add a city", "s", found["add"], note=note),
        Measured("simulate and publish a city", "s", found["publish"], note=f"{note}, fiscal records"),
        Measured("open a city's page and a panel", "ms", [1000 * each for each in found["open"]], note=note),
        Measured("all of it", "s", [sum(found["add"] + found["publish"] + found["open"])], limit=60, note=note),
        Measured("memory after adding them", "GB", found["add_peak"], note=note),
        Measured("memory after publishing them", "GB", found["publish_peak"], note=note),
        Measured("memory after opening ten", "GB", found["open_peak"], limit=1.5, note=note),
    ]


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        measured = measure()
    print(json.dumps(measured))
