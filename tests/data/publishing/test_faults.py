"""Real processes, real kills, a real full disk: nothing is lost or half shown."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
import time
from multiprocessing.context import ForkServerContext
from pathlib import Path

import ibis.expr.types as ir
import pytest

from data.published.snapshots import current_id, find_snapshot, retained_ids
from data.published.source import DataMissingError
from data.publishing.publish import publish
from data.reading.filters import Filters
from data.reading.question import questions_about
from data.reading.schema import detail
from data.reading.store import Store, Tables
from tests.city_with_records import CITY, read_records, write_records
from tests.data.conftest import Deck
from tests.serving import ROOT, run
from tests.small_disk import fill

ALL = Filters(CITY)


question = questions_about("services")


@question(detail("table_name"), *(detail(name, "count") for name in ("level", "mapped", "unmatched")))
def places(tables: Tables, filters: Filters) -> ir.Table:
    """How many requests were mapped and unmatched."""
    return tables["places"].filter(tables["places"].level == 1)


def drop_requests(deck: Deck, rows: int) -> Path:
    tables = read_records("services")
    return write_records(deck.outputs, "services", tables | {"requests": tables["requests"].slice(0, rows)})


def rows_seen(store: Store) -> int:
    answer = store.answer(places, ALL)
    return int(answer.columns["mapped"][0] + answer.columns["unmatched"][0])


class Readers:
    """Threads that ask again and again, and remember what they saw and what went wrong."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.seen: set[int] = set()
        self.errors: list[Exception] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(2)]

    def _read(self) -> None:
        while not self._stop.is_set():
            try:
                self.seen.add(rows_seen(self.store))
            except Exception as error:  # a reader of the test reports whatever it meets
                self.errors.append(error)
            time.sleep(0.005)

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def publish_services(deck: Deck) -> None:
    """What a killed process was doing."""
    publish(deck.city, "services", outputs_dir=deck.outputs, snapshots_dir=deck.snapshots)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that start with everything imported, so that a kill falls into the publishing and not the imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data.publishing.publish", "data.publishing.cubes.services", __name__])
    return context


def test_a_kill_at_any_moment_loses_nothing(deck: Deck, processes: ForkServerContext) -> None:
    drop_requests(deck, 1)
    started = time.monotonic()
    deck.publish("services")
    duration = time.monotonic() - started
    kills = 8
    store = Store(deck.snapshots, deck.root / "cache" / "answers")
    with Readers(store) as readers:
        for kill in range(kills):
            drop_requests(deck, 2 + kill)
            publisher = processes.Process(target=publish_services, args=(deck,))
            publisher.start()
            time.sleep(0.02 + duration * 1.2 * kill / kills)
            publisher.kill()
            publisher.join()
            assert rows_seen(store) in {1, *range(2, 3 + kill)}
        drop_requests(deck, 13)
        assert deck.publish("services").state == "published"
    assert readers.errors == []
    assert readers.seen <= set(range(1, 2 + kills)) | {13}
    assert rows_seen(store) == 13
    assert list(deck.home("services").glob(".staging*")) == []
    for snapshot_id in retained_ids(deck.home("services")):
        assert (deck.home("services") / snapshot_id / "cubes.duckdb").stat().st_size > 0


def test_a_kill_while_a_day_is_added_leaves_the_run_before(deck: Deck, processes: ForkServerContext) -> None:
    first = drop_requests(deck, 5)
    deck.publish("services")
    tables = read_records("services")
    more = tables | {"requests": tables["requests"].slice(5, 8)}
    write_records(deck.outputs, "services", more, follows=first.name)
    store = Store(deck.snapshots, deck.root / "cache" / "answers")
    for kill in range(4):
        publisher = processes.Process(target=publish_services, args=(deck,))
        publisher.start()
        time.sleep(0.1 + 0.25 * kill)
        publisher.kill()
        publisher.join()
        assert rows_seen(store) in {5, 13}
    deck.publish("services")
    assert rows_seen(store) == 13
    assert list(deck.home("services").glob(".staging*")) == []


def test_readers_see_every_snapshot_whole_while_many_are_published(deck: Deck) -> None:
    drop_requests(deck, 1)
    deck.publish("services")
    with Readers(Store(deck.snapshots, deck.root / "cache" / "answers")) as readers:
        for rows in range(2, 7):
            drop_requests(deck, rows)
            assert deck.publish("services", keep=1).state == "published"
    assert readers.errors == []
    assert readers.seen <= set(range(1, 7))


def test_two_publishers_at_once_publish_once(deck: Deck) -> None:
    drop_requests(deck, 13)
    command = [sys.executable, "-m", "data", "publish", CITY, "services"]
    environment = {**os.environ, **deck.environment}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert sorted("is published already" in out for out, _ in told) == [False, True]
    assert len(retained_ids(deck.home("services"))) == 1


def test_a_publisher_waits_for_another_and_says_so(deck: Deck) -> None:
    drop_requests(deck, 13)
    deck.home("services").mkdir(parents=True)
    with (deck.home("services") / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "-m", "data", "publish", CITY, "services"],
            cwd=ROOT, env={**os.environ, **deck.environment}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        assert "another publisher is at work" in process.stderr.readline()
        assert current_id(deck.home("services")) is None
    _, log = process.communicate(timeout=120)
    assert (process.returncode, "published as" in log) == (0, True)


def test_a_full_disk_keeps_what_was_published(deck: Deck, small_disk: Path) -> None:
    environment = deck.environment | {"CITYDECK_SNAPSHOTS_DIR": str(small_disk)}
    home = small_disk / CITY / "services"
    drop_requests(deck, 1)
    first = run(environment, "data", "publish", CITY, "services")
    assert first.returncode == 0, first.stderr
    good = current_id(home)
    ballast = fill(small_disk, free_bytes=200_000)
    drop_requests(deck, 13)
    full = run(environment, "data", "publish", CITY, "services")
    assert full.returncode == 3, full.stdout + full.stderr
    assert "not published, the disk is full; what was published before goes on being served" in full.stderr
    assert "Traceback" not in full.stderr
    assert (current_id(home), list(home.glob(".staging*"))) == (good, [])
    assert rows_seen(Store(small_disk, deck.root / "cache" / "answers")) == 1
    ballast.unlink()
    assert run(environment, "data", "publish", CITY, "services").returncode == 0
    assert rows_seen(Store(small_disk, deck.root / "cache" / "answers")) == 13


@pytest.mark.parametrize("free_bytes", [0, 400_000])
def test_every_command_ends_with_a_sentence_on_a_full_disk(deck: Deck, small_disk: Path, free_bytes: int) -> None:
    environment = {name: str(small_disk / Path(value).name) for name, value in deck.environment.items()}
    shutil.copytree(deck.root / "cities", small_disk / "cities")
    write_records(small_disk / "outputs", "services")
    fill(small_disk, free_bytes)
    commands: dict[tuple[str, ...], int] = {("publish", CITY): 3, ("status",): 0, ("doctor", "--mend"): 1}
    if free_bytes == 0:
        commands["backup", str(small_disk / "all.tar")] = 3
    for command, code in commands.items():
        done = run(environment, "data", *command)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), (command, done.stderr)
        assert code != 3 or "the disk is full" in done.stderr


def test_a_deleted_snapshot_leaves_the_last_good_one(deck: Deck) -> None:
    store = Store(deck.snapshots, deck.root / "cache" / "answers")
    for rows in (5, 7):
        drop_requests(deck, rows)
        deck.publish("services")
    assert rows_seen(store) == 7
    shutil.rmtree(deck.home("services") / str(current_id(deck.home("services"))))
    assert rows_seen(store) == 5
    shutil.rmtree(deck.home("services"))
    with pytest.raises(DataMissingError):
        store.answer(places, ALL)
    drop_requests(deck, 9)
    deck.publish("services")
    assert rows_seen(store) == 9


def test_cubes_that_are_damaged_are_a_clear_error(deck: Deck, caplog: pytest.LogCaptureFixture) -> None:
    drop_requests(deck, 5)
    deck.publish("services")
    find_snapshot(deck.snapshots, CITY, "services").cubes_file.write_bytes(b"not a database" * 100)
    with pytest.raises(DataMissingError):
        Store(deck.snapshots, deck.root / "cache" / "answers").answer(places, ALL)
    assert "the cubes cannot be opened" in caplog.text
