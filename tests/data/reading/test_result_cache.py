"""Answers kept in files that processes share, and whoever holds one of them up."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from data.reading import result_cache
from data.reading.answer import Columns
from data.reading.result_cache import HALF_WRITTEN_SECONDS, UNTIL, ResultCache
from tests.small_disk import fill

KEY = "00000000ab"
#: Holds the lock of KEY until it is ended.
HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "answers", 100)


def test_an_answer_is_computed_once(cache: ResultCache) -> None:
    assert cache.get_or_compute(KEY, lambda: {"n": [1]}) == {"n": [1]}
    assert cache.get_or_compute(KEY, lambda: {"n": [2]}) == {"n": [1]}


def test_whoever_holds_an_answer_for_long_is_not_waited_for(
    cache: ResultCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a process of the lowest priority may, or one that was stopped."""
    monkeypatch.setattr(result_cache, "LONGEST_WAIT_SECONDS", 0.05)
    lock = tmp_path / "answers.locks" / "000"
    lock.parent.mkdir()
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert cache.get_or_compute(KEY, lambda: {"n": [3]}) == {"n": [3]}
    finally:
        holder.kill()
        holder.communicate()


def test_whoever_asks_what_another_thread_computes_has_its_answer(cache: ResultCache) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Columns:
        begun.set()
        go_on.wait(10)
        return {"n": [1]}

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get_or_compute, "0" * 64, slow)
        assert begun.wait(10)
        second = pool.submit(cache.get_or_compute, "0" * 64, lambda: {"n": [2]})
        go_on.set()
        assert (first.result(), second.result()) == ({"n": [1]}, {"n": [1]})


def test_what_another_thread_comes_to_is_not_read_from_its_file(cache: ResultCache) -> None:
    told: Future[Columns] = Future()
    told.set_result({"n": [5]})
    cache._computing[KEY] = told
    assert cache.get_or_compute(KEY, lambda: {"n": [6]}) is told.result()


def test_a_question_that_failed_is_computed_anew(cache: ResultCache) -> None:
    def fails() -> Columns:
        raise OSError("the cube cannot be read")

    with pytest.raises(OSError, match="cannot be read"):
        cache.get_or_compute("1" * 64, fails)
    assert cache.get_or_compute("1" * 64, lambda: {"n": [3]}) == {"n": [3]}


def answers_in(folder: Path) -> list[Path]:
    """The files of answers."""
    return [path for path in folder.iterdir() if b'{"n":' in path.read_bytes()]


def test_an_answer_is_one_file_and_those_of_several_processes_stay_few(tmp_path: Path) -> None:
    """Each counts what it wrote itself, and looks at all of them when that is a tenth of the room."""
    processes = [ResultCache(tmp_path / "answers", 20) for _ in range(2)]
    for number in range(60):
        processes[number % 2].get_or_compute(f"{number:08x}", lambda: {"n": [1]})
        kept = list((tmp_path / "answers").iterdir())
        assert kept == answers_in(tmp_path / "answers")
        assert len(kept) <= 20 + 2 * (20 // 10 + 1)
    assert len(kept) >= 10


def test_nobody_waits_for_another_who_looks_at_all_files(cache: ResultCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it look too: six threads that list thirty thousand files at once take a process's memory for good."""
    for number in range(11):  # a tenth of the room, and one more
        cache.get_or_compute(f"{number:08x}", lambda: {"n": [1]})
    looking, go_on, looks = threading.Event(), threading.Event(), []

    def slow_look(*_: object) -> Iterator[tuple[float, int, str]]:
        looks.append(threading.current_thread())
        looking.set()
        go_on.wait(10)
        yield from ()

    monkeypatch.setattr(result_cache, "_files_of", slow_look)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(cache.get_or_compute, "0000000cab", lambda: {"n": [2]})
        assert looking.wait(10)
        assert cache.get_or_compute("0000000dab", lambda: {"n": [3]}) == {"n": [3]}
        go_on.set()
        assert first.result() == {"n": [2]}
    assert len(looks) == 1


def test_an_answer_that_the_disk_harmed_is_computed_again(cache: ResultCache, tmp_path: Path) -> None:
    assert cache.get_or_compute(KEY, lambda: {"n": [186412]}) == {"n": [186412]}
    (file,) = answers_in(tmp_path / "answers")
    whole = file.read_bytes()
    for harmed in (whole.replace(b"186412", b"186413"), whole[:-3], whole[:5], b"", whole + b" "):
        file.write_bytes(harmed)
        assert cache.get_or_compute(KEY, lambda: {"n": [186412]}) == {"n": [186412]}, harmed
        assert file.read_bytes()[4:] == whole[4:]


def test_an_answer_whose_time_is_over_is_computed_again(cache: ResultCache, tmp_path: Path) -> None:
    assert cache.get_or_compute(KEY, lambda: {"n": [1]}) == {"n": [1]}
    (file,) = answers_in(tmp_path / "answers")
    answer = file.read_bytes()[UNTIL.size :]
    for until, found in ((4_000_000_000, 1), (1_000_000_000, 2)):
        file.write_bytes(UNTIL.pack(until) + answer)
        assert cache.get_or_compute(KEY, lambda: {"n": [2]}) == {"n": [found]}


def test_a_folder_that_goes_while_it_is_used_is_made_again(cache: ResultCache, tmp_path: Path) -> None:
    cache.get_or_compute(KEY, lambda: {"n": [1]})
    shutil.rmtree(tmp_path / "answers")
    shutil.rmtree(tmp_path / "answers.locks")
    assert cache.get_or_compute(KEY, lambda: {"n": [2]}) == {"n": [2]}
    assert cache.get_or_compute(KEY, lambda: {"n": [3]}) == {"n": [2]}


def test_a_folder_that_cannot_be_made_costs_time_and_a_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    cache = ResultCache(tmp_path / "file" / "answers", 100)
    with caplog.at_level(logging.WARNING):
        assert [cache.get_or_compute(KEY, lambda number=number: {"n": [number]}) for number in range(3)] == [
            {"n": [0]}, {"n": [1]}, {"n": [2]},
        ]  # fmt: skip
    assert [line.partition(":")[0] for _, _, line in caplog.record_tuples] == ["answers are not cached for 30 seconds"]


def test_a_folder_that_may_only_be_read_answers_what_it_has(small_disk: Path) -> None:
    cache = ResultCache(small_disk / "answers", 1)
    cache.get_or_compute(KEY, lambda: {"n": [1]})
    cache.get_or_compute("00000001ab", lambda: {"n": [1]})
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert cache.get_or_compute(KEY, lambda: {"n": [2]}) == {"n": [1]}
    # Over its limit, it would remove the oldest.
    assert cache.get_or_compute("00000002ab", lambda: {"n": [3]}) == {"n": [3]}
    assert ResultCache(small_disk / "answers", 1).get_or_compute("00000003ab", lambda: {"n": [4]}) == {"n": [4]}


def test_a_full_disk_computes(small_disk: Path) -> None:
    cache = ResultCache(small_disk / "answers", 100)
    cache.get_or_compute(KEY, lambda: {"n": [1]})
    fill(small_disk, free_bytes=0)
    for number in range(3):
        assert cache.get_or_compute("00000001ab", lambda number=number: {"n": [number] * 5000}) == {
            "n": [number] * 5000
        }
    assert cache.get_or_compute(KEY, lambda: {"n": [2]}) == {"n": [1]}


def test_what_a_full_disk_left_half_written_goes(tmp_path: Path) -> None:
    cache = ResultCache(tmp_path / "answers", 100)
    cache.get_or_compute(KEY, lambda: {"n": [1]})
    half = tmp_path / "answers" / "tmpabc.__wz_cache"
    young = tmp_path / "answers" / "tmpdef.__wz_cache"
    for file in (half, young):
        file.write_bytes(b"half")
    long_ago = half.stat().st_mtime - HALF_WRITTEN_SECONDS - 1
    os.utime(half, (long_ago, long_ago))
    ResultCache(tmp_path / "answers", 100).get_or_compute(KEY, lambda: {"n": [2]})
    assert (half.exists(), young.exists()) == (False, True)


def test_the_oldest_answers_go_where_they_take_too_many_bytes(tmp_path: Path) -> None:
    cache = ResultCache(tmp_path / "answers", 1000, most_bytes=50_000)
    for number in range(40):
        cache.get_or_compute(f"{number:08x}", lambda: {"n": [1] * 1000})  # two bytes each
    sizes = [file.stat().st_size for file in answers_in(tmp_path / "answers")]
    assert 15_000 < sum(sizes) < 56_000, sizes
    assert cache.get_or_compute(f"{39:08x}", lambda: {"n": [2]}) == {"n": [1] * 1000}
    assert cache.get_or_compute(f"{0:08x}", lambda: {"n": [2]}) == {"n": [2]}
