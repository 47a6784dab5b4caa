"""Readers of the chaos: they ask all the time, and hold every answer against what is true at that moment."""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.city_with_records import CITY
from tests.pages.asking import view_address, words

#: Every request of the town was made on this day, so that any period up to it has the same true number.
DAY = date(2025, 1, 1)
READERS = 4
PAUSE_SECONDS = 0.02
LONGEST_WAIT_SECONDS = 60.0


class Truth:
    """Which numbers are right now: one, or two while the one takes the place of the other."""

    def __init__(self, number: int) -> None:
        self._allowed = frozenset({number})
        self._lock = threading.Lock()

    @property
    def allowed(self) -> frozenset[int]:
        """The numbers that are right."""
        return self._allowed

    @contextmanager
    def becoming(self, *numbers: int) -> Iterator[None]:
        """While it lasts, these are right beside what is; afterwards these alone."""
        with self._lock:
            self._allowed |= set(numbers)
        yield
        with self._lock:
            self._allowed = frozenset(numbers)

    def is_one_of(self, *numbers: int) -> None:
        """From now on one of these is right."""
        self._allowed = frozenset(numbers)


def ask(address: str, since: date) -> int:
    """The number of requests that the services page shows for the days from `since`; each day is another question.

    Raises OSError or http.client.HTTPException without an answer, and ValueError or KeyError for one without a number.
    """
    view = {"city": CITY, "lang": "en", "since": since.isoformat(), "until": "2025-06-30"}
    with urllib.request.urlopen(address + view_address("services", ["tiles"], view), timeout=30) as answer:
        lines = [json.loads(line) for line in answer.read().splitlines()]
    tile: Any = lines[1]["tiles"][0]
    return int(words(tile)[3].replace(",", ""))


class Readers:
    """So many threads that ask until they are stopped. `seen` counts answers by what they were.

    `longest_wait` is the longest time in seconds in which none of them had a right answer.
    """

    def __init__(self, address: str, truth: Truth) -> None:
        self._address, self._truth = address, truth
        self._stopping = threading.Event()
        self._days = count()
        self._threads = [threading.Thread(target=self._read, daemon=True) for _ in range(READERS)]
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.longest_wait = 0.0
        self._last_right = time.monotonic()

    def _read(self) -> None:
        while not self._stopping.is_set():
            self.seen[self._kind_of_answer()] += 1
            time.sleep(PAUSE_SECONDS)

    def _kind_of_answer(self) -> str:
        """right, wrong, an HTTP status, or nothing where no answer came."""
        before = self._truth.allowed
        try:
            number = ask(self._address, DAY - timedelta(days=next(self._days) % 3000))
        except urllib.error.HTTPError as error:
            error.close()
            return f"{error.code // 100}xx"
        except (OSError, http.client.HTTPException):
            return "nothing"
        except (ValueError, KeyError, IndexError) as error:
            self.wrong.append(f"no number: {error!r}")
            return "wrong"
        if number in before | self._truth.allowed:
            now = time.monotonic()
            self.longest_wait, self._last_right = max(self.longest_wait, now - self._last_right), now
            return "right"
        self.wrong.append(f"{number} where {sorted(before | self._truth.allowed)} would be right")
        return "wrong"

    def __enter__(self) -> Readers:
        self._last_right = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(LONGEST_WAIT_SECONDS)


def is_shown(address: str, number: int) -> bool:
    """Whether that number is shown, within LONGEST_WAIT_SECONDS."""
    began = time.monotonic()
    while (taken := time.monotonic() - began) < LONGEST_WAIT_SECONDS:
        try:
            # A day of its own each time: what is asked is computed, and not remembered.
            if ask(address, DAY - timedelta(days=4000 + int(taken * 50))) == number:
                return True
        except (OSError, http.client.HTTPException, ValueError, KeyError, IndexError):
            pass
        time.sleep(PAUSE_SECONDS)
    return False
