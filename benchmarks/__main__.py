"""`python -m benchmarks [NAME ...] [--city CITY] [--runs N]`: measure, print a table; 1 where a promise is missed."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.measured import Measured, table
from benchmarks.stage import NoCityError, Stage, choose_city
from settings import settings
from tests.browser.chromium import NoChromiumError, find_chromium

#: Name of a benchmark and the module whose `run(stage)` measures it; each is imported when its turn comes.
BENCHMARKS = {
    "answers": "benchmarks.panel_answers",
    "requests": "benchmarks.panel_requests",
    "start": "benchmarks.start",
    "browser": "benchmarks.browser",
    "beside": "benchmarks.beside",
    "trace": "benchmarks.trace",
    "heap": "benchmarks.heap",
    "memory": "benchmarks.limits",
    "publish": "benchmarks.publishing",
    "services": "benchmarks.services",
    "forecast": "benchmarks.forecast",
    "anomalies": "benchmarks.anomalies",
    "payments": "benchmarks.payments",
    "cities": "benchmarks.cities",
    "disclosure": "benchmarks.disclosure",
    "soak": "benchmarks.soak",
}
NEED_A_BROWSER = {"browser", "beside", "trace", "heap", "soak"}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; all where none is named")
    parser.add_argument("--city", help="measure on this city instead of chicago or the default one")
    parser.add_argument("--runs", type=int, default=20, help="runs of each (default 20)")
    parser.add_argument("--events", type=int, default=5_000_000, help="requests of `services` (default 5,000,000)")
    chosen = parser.parse_args()
    if unknown := sorted(set(chosen.names) - BENCHMARKS.keys()):
        parser.error(f"no benchmark is named {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return chosen


def _measure(names: list[str], stage: Stage) -> list[Measured]:
    lines: list[Measured] = []
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        lines += importlib.import_module(BENCHMARKS[name]).run(stage)
    return lines


def main() -> int:
    """Measure what was asked for and print the table."""
    chosen = _arguments()
    names = chosen.names or list(BENCHMARKS)
    with tempfile.TemporaryDirectory(prefix="citydeck-bench-") as folder:
        os.environ["CITYDECK_CACHE_DIR"] = f"{folder}/cache"
        settings.cache_clear()
        try:
            city, sources = choose_city(chosen.city, settings().default_city)
            chromium = find_chromium() if NEED_A_BROWSER & set(names) else ""
        except (NoCityError, NoChromiumError) as missing:
            print(f"benchmarks: {missing}", file=sys.stderr)
            return 2
        logging.disable(logging.INFO)
        lines = _measure(names, Stage(city, sources, chosen.runs, Path(folder), chromium, chosen.events))
    print(table(lines))
    return 1 if any(line.kept is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
