"""Working days, weekends and holidays of a span of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from modules.public_holidays import public_holidays

#: Kinds of day: demand, opening hours and habits differ between them and hardly within them.
WORKDAY, WEEKEND, HOLIDAY, SPRING_FESTIVAL = range(4)


@dataclass(frozen=True)
class Calendar:
    """Days from `first` to `last`; each array has one entry a day.

    `kind` is WORKDAY, WEEKEND, HOLIDAY or SPRING_FESTIVAL; `weekday` is 0 on Monday; `day_of_year` starts at 1;
    `after_break` is 1 on the first working day after three or more days off, falling to 0 over the next working days.
    """

    first: date
    last: date
    kind: NDArray[np.int8]
    weekday: NDArray[np.int8]
    day_of_year: NDArray[np.int16]
    after_break: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.kind)

    def day(self, index: int) -> date:
        """The day at that place in the arrays."""
        return self.first + timedelta(days=index)

    def index(self, day: date) -> int:
        """The place of that day in the arrays; ValueError outside the span."""
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} is not between {self.first} and {self.last}")
        return (day - self.first).days


def _kind(day: date, off: dict[date, str], worked: frozenset[date]) -> int:
    if day in off:
        return SPRING_FESTIVAL if off[day] == "Spring Festival" else HOLIDAY
    return WEEKEND if day.weekday() >= 5 and day not in worked else WORKDAY


def _after_break(kind: NDArray[np.int8]) -> NDArray[np.float64]:
    """Catching up after three or more days off: 1 on the first working day, then 0.5 and 0.25."""
    strength = np.zeros(len(kind))
    days_off, catching_up = 0, 0.0
    for index, each in enumerate(kind):
        if each == WORKDAY:
            catching_up = 1.0 if days_off >= 3 else catching_up / 2
            strength[index] = catching_up if catching_up >= 0.2 else 0.0
            days_off = 0
        else:
            days_off += 1
    return strength


def make_calendar(first: date, last: date, chinese_holidays: bool) -> Calendar:
    """The calendar from `first` to `last`, both included; without Chinese holidays only weekends are days off."""
    off, worked = public_holidays() if chinese_holidays else ({}, frozenset())
    days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    kind = np.array([_kind(day, off, worked) for day in days], dtype=np.int8)
    return Calendar(
        first=first,
        last=last,
        kind=kind,
        weekday=np.array([day.weekday() for day in days], dtype=np.int8),
        day_of_year=np.array([day.timetuple().tm_yday for day in days], dtype=np.int16),
        after_break=_after_break(kind),
    )
