"""Checking and publishing one million request rows, by the command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from tests.city_with_records import CITY, read_records, write_city, write_records
from tests.serving import ROOT, folders

ROWS = 1_000_000
DAYS = 730
FIRST_DAY = np.datetime64("2023-01-01", "us")


def million_requests(seed: int = 1) -> pa.Table:
    """A million requests over two years and all of Riverton, seeded: every value of the contract, one in ten open."""
    chance = np.random.default_rng(seed)
    asked = FIRST_DAY + chance.integers(0, DAYS * 86_400, ROWS).astype("timedelta64[s]")
    closed = asked + chance.integers(60, 30 * 86_400, ROWS).astype("timedelta64[s]")
    is_open = chance.random(ROWS) < 0.1

    def one_of(*values: str) -> pa.Array:
        return pa.array(np.array(values)[chance.integers(0, len(values), ROWS)])

    outcomes = np.array(["completed", "completed", "completed", "abandoned", "rejected"])
    outcome = np.where(is_open, "pending", outcomes[chance.integers(0, 5, ROWS)])
    return pa.table(
        {
            "service_request_id": pa.array(np.char.add("q", np.arange(ROWS).astype(str))),
            "service_id": one_of("pothole", "noise"),
            "status": pa.array(np.where(is_open, "open", "closed")),
            "outcome": pa.array(outcome),
            "channel": one_of("app", "web", "window", "hotline", "kiosk", "unknown"),
            "assisted_digital": pa.array(chance.random(ROWS) < 0.05),
            "requested_datetime": pa.array(asked),
            "closed_datetime": pa.array(closed, mask=is_open),
            "rating": pa.array(chance.integers(1, 6, ROWS), mask=chance.random(ROWS) < 0.7),
            "duplicate": pa.array(chance.random(ROWS) < 0.02),
            "nature": one_of("large", "small", "music", "works"),
            "lat": pa.array(chance.uniform(39.995, 40.2, ROWS)),
            "long": pa.array(chance.uniform(10.0, 10.2, ROWS)),
        }
    )


def publish_in_a_process(environment: dict[str, str], log: Path, city: str = CITY) -> tuple[float, float]:
    """Seconds and gigabytes (the most the process held in memory) of `python -m data publish`."""
    with log.open("wb") as told:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "data", "publish", city, "services"],
            cwd=ROOT, env={**os.environ, **environment}, stdout=told, stderr=subprocess.STDOUT,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"publishing failed:\n{log.read_text('utf-8')[-4000:]}")
    kilobyte = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * kilobyte / 1e9


def run(stage: Stage) -> list[Measured]:
    """Each run publishes the same million rows of the tests' small city as a drop of its own."""
    root = stage.folder / "publishing"
    write_city(root / "cities")
    environment = folders(root) | {"CITYDECK_KEEP_SNAPSHOTS": "2"}
    tables = read_records("services") | {"requests": million_requests()}
    seconds, gigabytes = [], []
    for _ in range(stage.runs):
        write_records(root / "outputs", "services", tables, data_as_of=date(2025, 6, 30))
        taken, held = publish_in_a_process(environment, stage.folder / "publishing.log")
        seconds.append(taken)
        gigabytes.append(held)
    note = f"{ROWS:,} rows, check and publish"
    return [
        Measured("publish a million requests", "s", seconds, limit=20, note=note),
        Measured("its memory at most", "GB", gigabytes, limit=1.5, note=note),
    ]
