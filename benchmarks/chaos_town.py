"""Where the chaos plays: Riverton with requests whose number is all that matters, and a real server of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.chaos_readers import Truth
from benchmarks.soak_town import MortalServer
from data.city.pack import load_city
from data.publishing.publish import publish
from data.publishing.snapshot_folder import Outcome
from tests.city_with_records import CITY, write_city
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop, write_manifest
from tests.data.publishing.test_publish import let_settle
from tests.serving import folders, run

FIRST_DELIVERY = datetime(2025, 7, 1, tzinfo=UTC)
FIRST_NUMBER = 200
#: Bytes of the disk that a scenario fills; the town needs some ten.
DISK_MB = 800


class ChaosTown:
    """A published Riverton, its server, and the number of requests that is right."""

    def __init__(self, root: Path, *, on_small_disk: bool) -> None:
        self.root, self.on_small_disk = root, on_small_disk
        self.environment = {**folders(root), "CITYDECK_DEFAULT_CITY": CITY, "CITYDECK_WARM_UP": "false"}
        self._deliveries = 0
        write_city(root / "cities")
        self.number = FIRST_NUMBER
        self.truth = Truth(self.number)
        self.deliver(self.number)
        self.publish()
        self.server = MortalServer(self.environment, root.parent / "server.log")

    @property
    def home(self) -> Path:
        """The folder of the services' snapshots."""
        return self.root / "snapshots" / CITY / "services"

    @property
    def drops(self) -> Path:
        """The folder of the services' deliveries."""
        return self.root / "outputs" / CITY / "services"

    def deliver(self, number: int, **manifest: object) -> Path:
        """A delivery of so many requests, made a minute after the one before."""
        self._deliveries += 1
        folder = self.drops / f"run{self._deliveries:05}"
        lines = "".join(request(service_request_id=f"r{each}") for each in range(number))
        write_csv_drop(folder, {"services": SERVICES, "requests": REQUESTS + lines})
        moment = (FIRST_DELIVERY + timedelta(minutes=self._deliveries)).isoformat()
        write_manifest(folder, "services", **({"generated_at": moment, "counts_people": False} | manifest))
        let_settle(folder)
        return folder

    def publish(self) -> Outcome:
        """Publish what was delivered, in this process."""
        return publish(
            load_city(CITY, self.root / "cities"), "services",
            outputs_dir=self.root / "outputs", snapshots_dir=self.root / "snapshots",
        )  # fmt: skip

    def grow(self) -> None:
        """Deliver and publish one request more: a good day."""
        with self.truth.becoming(self.number + 1):
            self.deliver(self.number + 1)
            outcome = self.publish()
            if outcome.state != "published":
                raise RuntimeError(outcome.message)
            self.number += 1

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m data <words>` as an operator."""
        return run(self.environment, "data", *words)


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of DISK_MB at the folder where one may be mounted; whether it is one comes back."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs"]
    mounted = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)
