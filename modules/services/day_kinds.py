"""Which days are alike: weekdays, holidays by name, worked weekends, and the first working day after a break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.tseries.holiday import USFederalHolidayCalendar

from modules.public_holidays import public_holidays

#: Days off in a row after which people catch up on the next working day.
BREAK_DAYS = 3
ORDINARY = 0


@dataclass(frozen=True)
class DayKinds:
    """Days from `first` on, one entry a day.

    `slot` is the weekday (0 Monday) whose pattern the day follows; `special` is ORDINARY or the place of the day's
    kind in `names` (`names[0]` is empty), whose demand is learnt from earlier days of that kind.
    """

    first: date
    slot: NDArray[np.int8]
    special: NDArray[np.int16]
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.slot)


def days_off(timezone: str, first: date, last: date) -> tuple[dict[date, str], frozenset[date]]:
    """Public holidays with their names, and weekend days worked instead, of the country of that time zone.

    China from the State Council's notices, the United States by federal law; empty for any other country.
    """
    if timezone == "Asia/Shanghai":
        off, worked = public_holidays()
        return {day: name for day, name in off.items() if first <= day <= last}, worked
    if timezone.startswith("America/"):
        told = USFederalHolidayCalendar().holidays(pd.Timestamp(first), pd.Timestamp(last), return_name=True)
        return {pd.Timestamp(str(day)).date(): str(name) for day, name in told.items()}, frozenset()
    return {}, frozenset()


def _runs_off(days: list[date], off: Mapping[date, str], worked: frozenset[date]) -> list[list[int]]:
    """Indices of days off, in unbroken runs."""
    runs: list[list[int]] = []
    for index, day in enumerate(days):
        if day in off or (day.weekday() >= 5 and day not in worked):
            if not runs or runs[-1][-1] != index - 1:
                runs.append([])
            runs[-1].append(index)
    return runs


def day_kinds(timezone: str, first: date, last: date) -> DayKinds:
    """The kinds of the days from `first` to `last`, both included.

    A weekend day beside a holiday stays a weekend day where the break is short (a Monday off in the United States) and
    is part of the holiday where it is longer than four days, as at Spring Festival.
    """
    days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    off, worked = days_off(timezone, first, last)
    kinds = [""] * len(days)
    for run in _runs_off(days, off, worked):
        named = Counter(off[days[index]] for index in run if days[index] in off)
        if not named:
            continue
        name = named.most_common(1)[0][0]
        for index in run:
            if days[index] in off or len(run) > BREAK_DAYS + 1:
                kinds[index] = name
        if len(run) >= BREAK_DAYS and run[-1] + 1 < len(days):
            kinds[run[-1] + 1] = "after a break"
    for index, day in enumerate(days):
        if day in worked:
            kinds[index] = "worked weekend"
    names = ("", *sorted(set(kinds) - {""}))
    return DayKinds(
        first=first,
        slot=np.array([day.weekday() for day in days], dtype=np.int8),
        special=np.array([names.index(kind) for kind in kinds], dtype=np.int16),
        names=names,
    )
