"""A real Citydeck under gunicorn on a free port, for tests and benchmarks that ask it over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
#: How `make run` and the units of deploy/ have the server allocate.
HEAP = {
    "MALLOC_ARENA_MAX": "1",
    "GLIBC_TUNABLES": "glibc.malloc.mxfast=0:glibc.malloc.tcache_count=64:glibc.malloc.tcache_max=320",
}


@dataclass(frozen=True)
class Server:
    """A running server: its address, how long it took from process start to the first page, and its log."""

    address: str
    seconds_to_first_page: float
    log: Path
    process: subprocess.Popen[bytes]


def folders(root: Path) -> dict[str, str]:
    """The environment that keeps everything a Citydeck reads and writes under one folder."""
    names = {"CITIES_DIR": "cities", "OUTPUTS_DIR": "outputs", "SNAPSHOTS_DIR": "snapshots", "RAW_DIR": "raw"}
    names |= {"WALLS_DIR": "walls"}
    return {f"CITYDECK_{key}": str(root / name) for key, name in names.items()} | {
        "CITYDECK_CACHE_DIR": str(root / "cache")
    }


def run(environment: Mapping[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m <command>` in the project, as an operator would."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for_first_page(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Come back when the server answers. RuntimeError with the end of its log where it ends instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/", timeout=START_SECONDS):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError(f"the server did not show a page; its log says:\n{log.read_text('utf-8')[-4000:]}")


@contextmanager
def serve(environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Start the server as `make run` does, wait for its first page, and stop it at the end."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:server"]
    own = {"PORT": str(port), "PYTHONDONTWRITEBYTECODE": "", **HEAP}
    with log.open("wb") as told:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            # A test asks what it asks, and needs nothing that everybody opens.
            env={"CITYDECK_WARM_UP": "false", **os.environ, **environment, **own},
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for_first_page(address, process, log)
            yield Server(address, time.perf_counter() - started, log, process)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
