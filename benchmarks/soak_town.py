"""Where the soak plays: a small town that is published anew every few seconds, and a server that is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from benchmarks.server_processes import server_processes
from data.city.pack import load_city
from data.drops.manifest import SourceEntry, write_drop
from data.publishing.publish import publish
from tests.city_with_records import CITY, DATA_AS_OF, DOMAINS, read_records, write_city
from tests.serving import ROOT, folders

START_SECONDS = 120
KEPT_SNAPSHOTS = 4
#: Alerts of class I that are open at once besides the town's own; every publishing brings a new one.
URGENT = 3


class Town:
    """Riverton in a folder, with records that end long before today and are promised daily: they are stale, always."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {**folders(root), "CITYDECK_DEFAULT_CITY": CITY, "CITYDECK_DEVELOPMENT": "1"}
        self.published = 0
        write_city(root / "cities")
        self._city = load_city(CITY, root / "cities")
        for domain in DOMAINS:
            self._publish(domain, read_records(domain))

    def _publish(self, domain: str, tables: dict[str, pa.Table]) -> None:
        write_drop(
            self.root / "outputs", CITY, domain, tables, module=f"benchmarks.{domain}", module_version="1",
            data_as_of=DATA_AS_OF, cadence="P1D", sources=[SourceEntry(publisher="The soak", licence="CC0-1.0")],
            simulated=True,
        )  # fmt: skip
        outcome = publish(
            self._city, domain, outputs_dir=self.root / "outputs", snapshots_dir=self.root / "snapshots",
            keep=KEPT_SNAPSHOTS,
        )  # fmt: skip
        if outcome.state != "published":
            raise RuntimeError(f"{domain}: {outcome.message}")

    def publish_again(self) -> None:
        """The next snapshot, in turn: some requests fewer or more, or an alert of class I that nobody has seen."""
        self.published += 1
        if self.published % 2 == 0:
            requests = read_records("services")
            rows = requests["requests"].num_rows - self.published % 4
            self._publish("services", requests | {"requests": requests["requests"].slice(0, rows)})
            return
        food = read_records("food_safety")
        self._publish(
            "food_safety", food | {"alerts": pa.concat_tables([food["alerts"], self._urgent(food["alerts"])])}
        )

    def _urgent(self, alerts: pa.Table) -> pa.Table:
        days = [date(2024, 7, 1) + timedelta(days=(self.published + each) % 330) for each in range(URGENT)]
        rows = [
            dict.fromkeys(alerts.column_names)
            | {
                "alert_id": f"urgent-{day}", "premises_id": "p3", "hazard_class": "I", "hazard": "rodent",
                "source": "complaint", "state": "raised", "raised_datetime": day.isoformat(),
            }
            for day in days
        ]  # fmt: skip
        return pa.Table.from_pylist(rows, schema=alerts.schema)


class Publisher(threading.Thread):
    """Publishes the town again every few seconds until it is stopped; what went wrong is kept in `failed`."""

    def __init__(self, town: Town, every_seconds: float) -> None:
        super().__init__(daemon=True)
        self._town, self._every, self._stopping = town, every_seconds, threading.Event()
        self.failed: Exception | None = None

    def run(self) -> None:
        """Publish until stopped, or until something goes wrong."""
        while not self._stopping.wait(self._every):
            try:
                self._town.publish_again()
            except (OSError, RuntimeError, ValueError) as error:
                self.failed = error
                return

    def stop(self) -> None:
        """End after the publishing that is under way."""
        self._stopping.set()
        self.join(timeout=60)


class MortalServer:
    """A gunicorn on one port that is killed without warning and started again."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, **environment, "PORT": str(self.port)}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait for its first page."""
        with self._log.open("ab") as told:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:server"],
                cwd=ROOT, env=self._environment, stdout=told, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/theme.css", timeout=START_SECONDS):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start; its log says:\n{self._log.read_text('utf-8')[-4000:]}")

    def workers(self) -> list[int]:
        """The ids of the processes that answer."""
        return server_processes(self._process.pid)[1:] if self._process is not None else []

    def kill_first_process(self) -> None:
        """Kill the process that holds the others; they end by themselves when they notice."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """Kill it and its workers, in the middle of whatever they do."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
