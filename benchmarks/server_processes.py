"""What the processes of a running server hold: memory, open files, threads, and the time that they have worked."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from data.published.snapshots import CUBES

PROC = Path("/proc")
#: A server that is at rest works less than this in a second.
REST_S, MOST_S = 0.02, 120.0


@dataclass(frozen=True)
class Held:
    """Sums over all processes of a server. Memory is PSS: what several share counts once. CPU since they began.

    `open_cubes`: snapshots whose cubes a process has open, an engine each.
    """

    pss_mb: float
    open_files: int
    threads: int
    cpu_s: float
    open_cubes: int


def server_processes(main: int) -> list[int]:
    """The ids of gunicorn and of its workers; not of those that answer ahead for a while beside them."""
    children = (PROC / str(main) / "task" / str(main) / "children").read_text().split()
    return [main, *(int(child) for child in children if b"gunicorn" in (PROC / child / "cmdline").read_bytes())]


def wait_for_rest(main: int) -> None:
    """Come back when the server does nothing: after its first start it compresses the files of its pages for a while,
    once. TimeoutError after MOST_S."""
    until = time.monotonic() + MOST_S
    while time.monotonic() < until:
        before_s = held(main).cpu_s
        time.sleep(1.0)
        if not _helpers(main) and held(main).cpu_s - before_s < REST_S:
            return
    raise TimeoutError(f"the server {main} has not come to rest within {MOST_S:g} s")


def _helpers(main: int) -> list[int]:
    """The processes that the workers have begun."""
    workers = server_processes(main)[1:]
    threads = (task for worker in workers for task in (PROC / str(worker) / "task").iterdir())
    return [int(child) for task in threads for child in (task / "children").read_text().split()]


def held(main: int) -> Held:
    """What the server whose first process has this id holds now."""
    each = [_held_by(PROC / str(process)) for process in server_processes(main)]
    return Held(
        sum(one.pss_mb for one in each), sum(one.open_files for one in each),
        sum(one.threads for one in each), sum(one.cpu_s for one in each), sum(one.open_cubes for one in each),
    )  # fmt: skip


def _held_by(process: Path) -> Held:
    pss = next(line for line in (process / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
    after_name = (process / "stat").read_text().rpartition(")")[2].split()
    user, system, threads = int(after_name[11]), int(after_name[12]), int(after_name[17])
    cpu_s = (user + system) / os.sysconf("SC_CLK_TCK")
    files = list((process / "fd").iterdir())
    open_cubes = sum(_is_cubes(file) for file in files)
    return Held(int(pss.split()[1]) * 1024 / 1e6, len(files), threads, cpu_s, open_cubes)


def _is_cubes(file: Path) -> bool:
    try:
        return file.readlink().name.startswith(CUBES)  # one that was removed meanwhile has a word behind its name
    except FileNotFoundError:
        return False  # closed since it was listed
