"""Answers kept in files that processes share, and whoever holds one of them up."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.reading import result_cache
from data.reading.answer import Columns
from data.reading.result_cache import ResultCache

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


def test_a_question_that_failed_is_computed_anew(cache: ResultCache) -> None:
    def fails() -> Columns:
        raise OSError("the cube cannot be read")

    with pytest.raises(OSError, match="cannot be read"):
        cache.get_or_compute("1" * 64, fails)
    assert cache.get_or_compute("1" * 64, lambda: {"n": [3]}) == {"n": [3]}
