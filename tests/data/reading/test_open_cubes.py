"""Few snapshots are open at once, without threads, in little memory, and what they forget costs no answer."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from data.reading.bound_sql import BoundSql
from data.reading.open_cubes import (
    MOST_STATEMENTS,
    OPEN_SNAPSHOTS,
    OpenSnapshots,
    StalledError,
    more_memory,
    open_cubes,
)
from tests.city_with_records import CITY
from tests.data.conftest import Deck
from tests.data.reading.counting_store import ALL, CountingStore, area_named, districts, span
from tests.stalled_file import stalled


def cubes_open() -> set[str]:
    """Ids of the snapshots whose cubes this process has open."""
    links = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return {link.readlink().parent.name for link in links if link.readlink().name == "cubes.duckdb"}


def test_a_snapshot_that_nobody_asks_any_more_is_closed_and_opened_again(
    counting: CountingStore, deck: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.reading.open_cubes.IDLE_SECONDS", 0.0)
    before = counting.versions(CITY)
    with ThreadPoolExecutor(2) as pool:  # each thread has a cursor of its own
        list(pool.map(lambda question: counting.answer(question, ALL, before), [districts, span] * 4))
    assert before.snapshot("services").snapshot_id in cubes_open()
    deck.publish("services", again=True)
    assert counting.answer(area_named, ALL).source.snapshot_id != before.snapshot("services").snapshot_id
    assert before.snapshot("services").snapshot_id not in cubes_open()
    assert counting.compute(before.snapshot("services"), BoundSql("SELECT 1 AS one FROM span")) == {"one": [1]}


def test_cubes_that_answered_much_are_opened_anew_and_forget_what_they_read(counting: CountingStore) -> None:
    """Else DuckDB remembers each block that a statement read, however long ago, in hundreds of bytes."""
    snapshot = counting.versions(CITY).snapshot("services")
    statement = "SELECT level, max(name_en) AS name FROM areas GROUP BY level ORDER BY level"
    remembered = "SELECT sum(total_insertions) AS n FROM duckdb_eviction_queues()"
    answers = {str(counting.compute(snapshot, BoundSql(statement))) for _ in range(2 * MOST_STATEMENTS)}
    assert answers == {"{'level': [0, 1, 2], 'name': ['Riverton', 'Southwest', 'Southwest West']}"}
    assert counting.compute(snapshot, BoundSql(remembered))["n"][0] < MOST_STATEMENTS

    with counting.in_use(snapshot) as cursor:
        for _ in range(2 * MOST_STATEMENTS):
            cursor.execute(statement).fetchall()
        (of_one_connection,) = cursor.execute(remembered).fetchone() or (0,)
    assert of_one_connection > 2 * MOST_STATEMENTS, "else DuckDB forgets by itself, and nothing need be opened anew"


def test_a_snapshot_that_was_replaced_is_closed_while_the_next_one_answers(
    counting: CountingStore, deck: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked until it was replaced, so that it was not idle yet when the next one was opened."""
    before = counting.versions(CITY)
    counting.answer(districts, ALL, before)
    deck.publish("services", again=True)
    after = counting.versions(CITY)
    counting.answer(districts, ALL, after)
    both = {each.snapshot("services").snapshot_id for each in (before, after)}
    assert cubes_open() >= both
    monkeypatch.setattr("data.reading.open_cubes.IDLE_SECONDS", 0.0)
    counting.answer(span, ALL, after)
    assert cubes_open() & both == {after.snapshot("services").snapshot_id}


def test_cubes_that_do_not_open_keep_one_thread_and_nobody_else(counting: CountingStore, tmp_path: Path) -> None:
    """However often they are asked for, and while others are answered; they answer as soon as they open."""
    services, opened = counting.versions(CITY).snapshot("services"), OpenSnapshots(wait_seconds=2)
    other = replace(services, folder=tmp_path / "other")
    shutil.copytree(services.folder, other.folder)
    before = set(threading.enumerate())
    with stalled(services.cubes_file):
        for _ in range(3):
            with pytest.raises(StalledError, match=f"{services.snapshot_id}: the cubes do not open"):
                opened.in_use(services).__enter__()
        with opened.in_use(other) as cursor:
            assert cursor.execute("SELECT count(*) FROM areas").fetchone() == (13,)
        assert sum(each.name.startswith("open_") for each in {*threading.enumerate()} - before) == 2
    answered, deadline = False, time.monotonic() + 60
    while not answered and time.monotonic() < deadline:
        with suppress(StalledError), opened.in_use(services) as cursor:
            answered = cursor.execute("SELECT count(*) FROM areas").fetchone() == (13,)
    assert answered


def threads_of_duckdb() -> int:
    """Threads of this process that are none of Python's."""
    return sum(1 for _ in Path("/proc/self/task").iterdir()) - threading.active_count()


def test_many_snapshots_leave_few_open_and_no_thread(counting: CountingStore, tmp_path: Path) -> None:
    """Twelve cities, asked in turn: each open snapshot took 8 threads, and 24 stayed open."""
    first = counting.versions(CITY).snapshot("services")
    cities = [replace(first, folder=tmp_path / f"city_{number}") for number in range(12)]
    for each in cities:
        shutil.copytree(first.folder, each.folder)
    before = threads_of_duckdb()
    for _ in range(2):
        assert [counting.compute(each, BoundSql("SELECT count(*) AS n FROM areas")) for each in cities] == [
            {"n": [13]}
        ] * 12
        # Others of this process are open too: those of the tests before.
        assert len(cubes_open() & {each.folder.name for each in cities}) == OPEN_SNAPSHOTS < 12
    assert threads_of_duckdb() == before


def test_a_statement_that_needs_more_memory_than_open_cubes_have_is_answered(
    counting: CountingStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What exceeds it would lie beside what was published, where nothing can be written if the disk is read-only."""
    (scratch := tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    snapshot = counting.versions(CITY).snapshot("services")
    snapshot.cubes_file.with_name("cubes.duckdb.tmp").touch()  # DuckDB would make a folder of that name
    largest = BoundSql(
        "SELECT count(*) AS n, max(number) AS last FROM (SELECT range AS number, row_number() OVER "
        "(PARTITION BY range % 2 ORDER BY hash(range)) AS place FROM range(2000000)) WHERE place > 1"
    )
    with pytest.raises(duckdb.IOException, match="Failed to create directory"), counting.in_use(snapshot) as cursor:
        cursor.execute(str(largest)).fetchall()
    assert counting.compute(snapshot, largest) == {"n": [1_999_998], "last": [1_999_999]}
    assert list(scratch.iterdir()) == []
    assert counting.compute(snapshot, BoundSql("SELECT count(*) AS n FROM areas")) == {"n": [13]}


def test_cubes_reach_no_other_file(counting: CountingStore) -> None:
    snapshot = counting.versions(CITY).snapshot("services")
    with more_memory(snapshot.cubes_file) as by_its_own, open_cubes(snapshot) as open_for_all:
        for connection in (open_for_all, by_its_own):
            with pytest.raises(duckdb.PermissionException):
                connection.execute("SELECT * FROM read_csv('/etc/hosts')")
            with pytest.raises(duckdb.InvalidInputException):
                connection.execute("CREATE TABLE note (text VARCHAR)")
            with pytest.raises(duckdb.InvalidInputException):
                connection.execute("SET enable_external_access = true")
