"""The process beside the server that brings simulated cities on: each step in a process of its own."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

from data.upkeep.give_way import give_way
from modules.simulated_marker import MARKER
from settings import settings

log = logging.getLogger(__name__)
#: How soon a stop is noticed, and how long a step may take to end when it is told to.
_LOOK_SECONDS, _STOP_SECONDS = 0.5, 5.0
#: Steps are no closer than this, whatever the setting says.
_LEAST_SECONDS = 10


def living_cities(raw_dir: Path) -> set[str]:
    """Keys of the cities whose simulated records go on, as the markers of their raw folders say."""
    return {path.parent.name for path in raw_dir.glob(f"*/{MARKER}") if "known_at" in json.loads(path.read_bytes())}


def start() -> subprocess.Popen[bytes]:
    """Start that process as a child of this one, with which it ends. Only its steps load modules: it takes little."""
    return subprocess.Popen([sys.executable, "-m", "modules.live_process", str(os.getpid())])


def keep_alive(every_seconds: int, parent: int) -> int:
    """Take a step every so many seconds until SIGTERM or the end of the parent, the process of that id.

    Steps give way to the pages. Ctrl+C in the server's terminal does not reach them: the server ends this process.

    A step that fails, or is killed, is said in the log and tried again the next time. 0 is the exit status.
    """
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    give_way()

    def stopped(seconds: float) -> bool:
        """Wait a moment; whether it is time to end."""
        return stop.wait(seconds) or os.getppid() != parent

    while not stopped(0):
        began = time.monotonic()
        _take_step(stopped)
        while (left := began + max(every_seconds, _LEAST_SECONDS) - time.monotonic()) > 0:
            if stopped(min(left, _LOOK_SECONDS)):
                return 0
    return 0


def _take_step(stopped: Callable[[float], bool]) -> None:
    command = [sys.executable, "-m", "modules", "live", "--once"]
    step = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while step.poll() is None:
        if stopped(_LOOK_SECONDS):
            end(step)
            return
    if step.returncode:
        log.error("a step of the simulated cities ended with %s; the next one tries again", step.returncode)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and wait for it: told to at first, killed where it does not listen."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(keep_alive(settings().live_seconds, int(sys.argv[1])))
