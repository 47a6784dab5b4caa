"""How many statements a process answers at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from data.reading.turns import Turns, one_view


def test_one_view_has_all_the_turns_and_no_more() -> None:
    turns = Turns(2)
    turns.begin_view([Future()])
    with turns.turn():
        assert turns.is_free
        with turns.turn():
            assert not turns.is_free
        assert turns.is_free


def test_where_several_views_wait_statements_are_answered_one_at_a_time() -> None:
    turns = Turns(2)
    second: list[Future[Any]] = [Future(), Future()]
    turns.begin_view([Future()])
    turns.begin_view(second)
    assert turns.is_free
    with turns.turn():
        assert not turns.is_free
        second[0].set_result(None)
        assert not turns.is_free, "one of two is answered: that view still waits"
        second[1].cancel()
        assert turns.is_free, "the first view is alone now"


def test_a_view_that_asks_nothing_or_is_answered_holds_nobody_up() -> None:
    turns, answered = Turns(2), Future[Any]()
    answered.set_result(None)
    for asked in ([], [answered], [answered], [Future[Any]()]):
        turns.begin_view(asked)
    with turns.turn():
        assert turns.is_free


def test_a_statement_begins_when_another_ends_or_fails() -> None:
    turns, begun = Turns(1), threading.Event()

    def second() -> bool:
        begun.set()
        with turns.turn():
            return turns.is_free

    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(ValueError, match="no number"), turns.turn():
            waits = pool.submit(second)
            assert begun.wait(60)
            raise ValueError("no number")
        assert waits.result(60) is False
    assert turns.is_free


def test_the_view_that_was_asked_first_goes_first() -> None:
    """The third asks before the second does, and what belongs to no view when all of them are there."""
    turns, told = Turns(1), list[str]()
    began, asks = {name: threading.Event() for name in "123"}, {name: threading.Event() for name in "123"}

    def ask(name: str) -> None:
        with turns.turn():
            told.append(name)

    def view(name: str) -> None:
        with one_view():
            began[name].set()
            assert asks[name].wait(60)
            ask(name)

    with ThreadPoolExecutor(4) as pool:
        for name in "123":
            pool.submit(view, name)
            assert began[name].wait(60)
        with turns.turn():
            for waiting, name in enumerate("312", start=1):
                asks[name].set()
                _until(lambda waiting=waiting: turns.waiting == waiting)  # type: ignore[misc]
            pool.submit(ask, "none")
            _until(lambda: turns.waiting == 4)
            assert told == []
    assert told == ["1", "2", "3", "none"]


def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.001)
