"""What is done to the town: careless deliveries, damage and want, strangers, and machines that die.

Each scenario leaves `town.number` at what must be shown after it; what may be shown meanwhile it says by `town.truth`.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings

from benchmarks.chaos_town import ChaosTown
from tests.data.publishing.poisons import POISONS
from tests.data.publishing.test_publish import let_settle
from tests.hostile_requests import HEARTBEAT, Sent, hostile
from tests.serving import ROOT
from tests.small_disk import fill

HALF = b"GET / HTTP/1.1\r\nHost: citydeck\r\nX-Slow: "


class CannotHereError(RuntimeError):
    """The machine does not let this be tried; the message says why."""


class NotAsPromisedError(AssertionError):
    """Something else than a wrong number went wrong; the message says what."""


@dataclass(frozen=True)
class Scenario:
    """`run(town, turn)` does it, the turn-th time; `short` ones are part of the tests."""

    name: str
    run: Callable[[ChaosTown, int], None]
    times: int = 3
    short: bool = False


def promised(kept: bool, told: str) -> None:
    """Raise NotAsPromisedError where something is not as it should be."""
    if not kept:
        raise NotAsPromisedError(told)


def header_only(town: ChaosTown, turn: int) -> None:
    """A delivery without a row waits for a person."""
    town.deliver(0)
    outcome = town.publish()
    promised(outcome.state == "waiting", outcome.message)
    shutil.rmtree(max(town.drops.iterdir()))


def poisoned(town: ChaosTown, turn: int) -> None:
    """One of the poisoned folders, then a good day."""
    poison = sorted(POISONS)[turn % len(POISONS)]
    change, _ = POISONS[poison]
    folder = town.deliver(town.number + 50)
    change(folder)
    for path in town.drops.iterdir():
        if path.is_dir() and not path.is_symlink():
            let_settle(path)
    outcomes = town.publish().all
    promised("published" not in [each.state for each in outcomes], f"{poison}: {[each.message for each in outcomes]}")
    town.grow()


def other_content(town: ChaosTown, turn: int) -> None:
    """The run that is served comes again with other content, and is refused."""
    served = max(town.drops.iterdir())
    shutil.rmtree(served)
    town.deliver(town.number + 7).rename(served)
    manifest = json.loads((served / "manifest.json").read_text("utf-8"))
    (served / "manifest.json").write_text(json.dumps(manifest | {"module_version": "2"}), "utf-8")
    let_settle(served)
    outcome = town.publish()
    promised(outcome.state == "rejected", outcome.message)


def killed_publisher(town: ChaosTown, turn: int) -> None:
    """A publisher is killed at a moment by chance, and the next one goes on."""
    with town.truth.becoming(town.number + 1):
        town.deliver(town.number + 1)
        publisher = subprocess.Popen(
            [sys.executable, "-m", "data", "publish", "riverton"],
            cwd=ROOT, env={**os.environ, **town.environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(random.Random(turn).uniform(0.5, 4.0))
        publisher.kill()
        publisher.wait()
        town.publish()
        town.number += 1


def publishers_at_once(town: ChaosTown, turn: int) -> None:
    """Four publishers at once publish once."""
    with town.truth.becoming(town.number + 1):
        town.deliver(town.number + 1)
        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda _: town.command("publish", "riverton"), range(4)))
        promised([each.returncode for each in done] == [0] * 4, "\n".join(each.stderr for each in done))
        town.number += 1


def flipped_bytes(town: ChaosTown, turn: int) -> None:
    """The served cubes are harmed: the last good number stands in, and the doctor brings the newest back."""
    town.grow()
    town.truth.is_one_of(town.number, town.number - 1)
    cubes = town.home / (town.home / "CURRENT").read_text("utf-8").strip() / "cubes.duckdb"
    content = bytearray(cubes.read_bytes())
    for place in range(0, len(content), 997):
        content[place] ^= 0xFF
    cubes.write_bytes(content)
    time.sleep(1)
    mended = town.command("doctor", "--mend")
    promised(mended.returncode in (0, 1), mended.stderr)
    town.truth.is_one_of(town.number, town.number - 1)


def cache_gone(town: ChaosTown, turn: int) -> None:
    """Somebody removes the folders of answers and statements while they are read."""
    for name in ("cache", "cache.locks", "statements"):
        shutil.rmtree(town.root / name, ignore_errors=True)


def cache_harmed(town: ChaosTown, turn: int) -> None:
    """Digits of cached answers and statements are others."""
    for folder in (town.root / "cache", town.root / "statements"):
        for file in folder.glob("*"):
            with suppress(FileNotFoundError):
                file.write_bytes(file.read_bytes().replace(b"2", b"3").replace(b"[", b"[9", 1))


def full_disk(town: ChaosTown, turn: int) -> None:
    """The disk fills up while a delivery is published; then there is room again."""
    if not town.on_small_disk:
        raise CannotHereError("no small disk can be mounted here")
    town.deliver(town.number + 1)
    ballast = fill(town.root, free_bytes=turn % 3 * 200_000)
    done = town.command("publish", "riverton")
    promised((done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr[-500:])
    ballast.unlink()
    with town.truth.becoming(town.number + 1):
        done = town.command("publish", "riverton")
        promised(done.returncode == 0, done.stderr[-500:])
        town.number += 1


def slow_clients(town: ChaosTown, turn: int) -> None:
    """A hundred clients begin a request and do not go on."""
    with ExitStack() as stack:
        for _ in range(100):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", town.server.port), timeout=30))
            client.sendall(HALF)
        time.sleep(2)


def large_bodies(town: ChaosTown, turn: int) -> None:
    """Eight clients post 20 MB each."""
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: _post(town, b"x" * 20_000_000), range(8)))
    promised(set(statuses) <= {None, 400, 413}, f"large bodies were answered {statuses}")


def _post(town: ChaosTown, body: bytes) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", town.server.port, timeout=60)
    try:
        connection.request("POST", "/api/heartbeat", body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    except OSError:
        return None  # closed while it was sending
    finally:
        connection.close()


def hostile_requests(town: ChaosTown, turn: int) -> None:
    """Three hundred requests of a visit, each changed by chance."""
    faults: list[str] = []

    @settings(max_examples=300, database=None, derandomize=False, deadline=None, suppress_health_check=[*HealthCheck])
    @given(hostile())
    def send(sent: Sent) -> None:
        status = _status(town, sent)
        if status is not None and status >= 500 and status != 501:
            faults.append(f"{status}: {sent}")

    send()
    promised(not faults, "; ".join(faults[:3]))


def _status(town: ChaosTown, sent: Sent) -> int | None:
    """How the server answered; None where it is no request that a client can send, or the connection was closed."""
    connection = http.client.HTTPConnection("127.0.0.1", town.server.port, timeout=60)
    try:
        connection.request(sent.method, sent.address, sent.data, sent.headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError, UnicodeError):
        return None
    finally:
        connection.close()


def many_walls(town: ChaosTown, turn: int) -> None:
    """A hundred and fifty walls of strangers; the wall that was there stays."""
    _post(town, json.dumps(HEARTBEAT | {"wall": "mayor"}).encode())
    for number in range(150):
        _post(town, json.dumps(HEARTBEAT | {"wall": f"stranger-{turn}-{number}"}).encode())
        _post(town, json.dumps(HEARTBEAT | {"wall": "mayor", "key": "f" * 32, "scene": "forged"}).encode())
    told = json.loads((town.root / "walls" / "mayor.wall.json").read_text("utf-8"))
    promised(told["beat"]["scene"] == HEARTBEAT["scene"], "a stranger spoke for the wall")


def killed_server(town: ChaosTown, turn: int) -> None:
    """The server and all its workers are killed, and started again."""
    town.server.kill()
    town.server.start()


def killed_worker(town: ChaosTown, turn: int) -> None:
    """One of the processes that answer is killed; another takes its place."""
    os.kill(_one_of(town.server.workers(), turn), signal.SIGKILL)
    time.sleep(2)
    promised(bool(town.server.workers()), "no process answers any more")


def stopped_worker(town: ChaosTown, turn: int) -> None:
    """One of the processes that answer stands still for some seconds."""
    worker = _one_of(town.server.workers(), turn)
    os.kill(worker, signal.SIGSTOP)
    time.sleep(4)
    os.kill(worker, signal.SIGCONT)


def _one_of(processes: list[int], turn: int) -> int:
    return processes[turn % len(processes)]


def killed_first_process(town: ChaosTown, turn: int) -> None:
    """The process that holds the others is killed alone, and the server is started again before they have ended."""
    town.server.kill_first_process()
    town.server.start()


def read_only_disk(town: ChaosTown, turn: int) -> None:
    """The server starts on a disk that nobody may write on; commands end in a sentence, pages are answered."""
    if not town.on_small_disk:
        raise CannotHereError("no small disk can be mounted here")
    town.deliver(town.number + 1)
    town.server.kill()
    _remount(town, "ro")
    try:
        town.server.start()
        for words, codes in (("publish riverton", {3}), ("doctor --mend", {0, 1, 3}), ("status", {0})):
            done = town.command(*words.split())
            promised(done.returncode in codes and "Traceback" not in done.stderr, f"{words}: {done.stderr[-500:]}")
        for page in ("/services", "/data", "/wall"):
            with urllib.request.urlopen(town.server.address + page, timeout=60) as answer:
                promised(answer.status == 200, f"{page}: {answer.status}")
    finally:
        town.server.kill()
        _remount(town, "rw")
    town.server.start()
    with town.truth.becoming(town.number + 1):
        town.publish()
        town.number += 1


def _remount(town: ChaosTown, how: str) -> None:
    """Mount the town's disk so. What was killed holds its files for a moment yet, and the disk is busy as long."""
    for _ in range(100):
        command = ["mount", "-o", f"remount,{how}", str(town.root)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    town.server.start()
    raise CannotHereError(f"the disk cannot be mounted {how}")


def city_removed(town: ChaosTown, turn: int) -> None:
    """The city that everybody looks at is removed, and its folder comes back."""
    saved = town.root / "saved"
    shutil.copytree(town.root / "cities", saved)
    done = town.command("remove-city", "riverton")
    promised(done.returncode == 0, done.stderr)
    for path in ("/", "/services?city=riverton", "/wall?city=riverton", "/api/wall/riverton?lang=en&scene=overview"):
        status = _status(town, Sent("GET", path))
        promised(status is not None and status < 500, f"without a city {path} is {status}")
    shutil.rmtree(town.root / "cities", ignore_errors=True)
    saved.rename(town.root / "cities")


def replaced_delivery(town: ChaosTown, turn: int) -> None:
    """The files of a delivery are replaced by others while it is published: one is published whole, then the other."""
    first, second = town.deliver(town.number + 1), town.deliver(town.number + 2)
    better = second.rename(town.root / "better")
    with town.truth.becoming(town.number + 1, town.number + 2):
        publisher = subprocess.Popen(
            [sys.executable, "-m", "data", "publish", "riverton"],
            cwd=ROOT, env={**os.environ, **town.environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(random.Random(turn).uniform(0.5, 4.0))
        for file in better.iterdir():
            file.replace(first / file.name)
        publisher.wait()
        better.rmdir()
        let_settle(first)
        told = town.publish()
        refused = told.state == "rejected"  # the run was published as it was before
        promised(told.state in ("published", "unchanged", "rejected"), told.message)
        town.number += 1 if refused else 2


def taken_back(town: ChaosTown, turn: int) -> None:
    """A wrong delivery is published, and taken back."""
    with town.truth.becoming(town.number, town.number + 40):
        town.deliver(town.number + 40)
        town.publish()
        done = town.command("rollback", "riverton", "services")
        promised(done.returncode == 0, done.stderr)


def lost_machine(town: ChaosTown, turn: int) -> None:
    """Everything that was published is lost, and brought back from its backup."""
    archive = town.root.parent / f"backup-{turn}.tar"
    saved = town.command("backup", str(archive))
    promised(saved.returncode == 0, saved.stderr)
    town.server.kill()
    for name in ("cities", "snapshots", "walls", "cache", "secrets"):
        shutil.rmtree(town.root / name, ignore_errors=True)
    restored = town.command("restore", str(archive))
    promised(restored.returncode == 0, restored.stderr)
    town.server.start()


SCENARIOS = (
    Scenario("a file with its header alone", header_only, short=True),
    Scenario("poisoned folders", poisoned, len(POISONS)),
    Scenario("the same run with other content", other_content),
    Scenario("a publisher killed", killed_publisher, 12),
    Scenario("four publishers at once", publishers_at_once, 2),
    Scenario("flipped bytes in a snapshot", flipped_bytes),
    Scenario("cached answers gone", cache_gone, 5, short=True),
    Scenario("cached answers harmed", cache_harmed, 5, short=True),
    Scenario("a full disk", full_disk),
    Scenario("a hundred half-sent requests", slow_clients, short=True),
    Scenario("bodies of 20 MB", large_bodies),
    Scenario("mutated requests", hostile_requests, 10),
    Scenario("walls of strangers", many_walls, 2),
    Scenario("the server killed", killed_server),
    Scenario("one of its workers killed", killed_worker, 4),
    Scenario("one of its workers stopped", stopped_worker, 2),
    Scenario("its first process killed", killed_first_process, 2),
    Scenario("a read-only disk", read_only_disk, 1),
    Scenario("the city removed", city_removed, 1),
    Scenario("a delivery replaced while it is published", replaced_delivery, 4),
    Scenario("a wrong delivery taken back", taken_back),
    Scenario("the machine lost", lost_machine, 2),
)
