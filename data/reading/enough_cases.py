"""Rates and medians over time that are of cases enough: by weeks or months in place of days where a day has few.

A share of three cases is 0, 33, 67 or 100 %: a line of such leaps from one to the other and tells nothing. An answer
says how many cases are behind a value by a column of the role `count`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from data.reading.answer import Answer, Empty, Found, Outcome, with_every_period
from data.reading.chance import FEWEST_OF_RATE
from data.reading.filters import Filters
from data.reading.periods import GRAINS
from data.reading.schema import Column

#: Part of the periods that may be of too few cases before coarser ones are taken: a gap or two leave a line whole.
MOST_LACKING = 0.25
#: Units of what is a rate or a median of cases.
RATE_UNITS = ("share", "days", "lcu")


def by_enough_cases(ask: Callable[[Filters], Outcome], view: Filters) -> Outcome:
    """What `ask` says of the view, without the rates of fewer than FEWEST_OF_RATE cases (None).

    Where they are too many of a rate that has cases, it is asked by the next coarser grain; Empty, and
    `too_few`, where even months leave none. What is no rate over time comes back as it is.
    """
    outcome = ask(view)
    if not isinstance(outcome, Found) or not (counted := _rates(outcome.answer)):
        return outcome
    while (coarser := _coarser(outcome.answer)) and _lacks(outcome.answer):
        next_ = ask(replace(view, grain=coarser))
        if not isinstance(next_, Found) or next_.answer.one("time").unit != coarser:
            break  # the view has no whole month, or no cube of them
        outcome = next_
    return _without_few(outcome.answer, counted)


def _rates(answer: Answer) -> list[tuple[Column, Column]]:
    """The rates and medians of an answer over time, each with the column that counts its cases."""
    time = answer.first("time")
    if time is None or time.unit not in GRAINS or answer.total is not None:
        return []
    counts = answer.of_role("count")
    found = []
    for column in answer.schema:
        if column.role in ("value", "last_year") and column.unit in RATE_UNITS:
            own = next((each for each in counts if each.of == column.name), None)
            shared = next((each for each in counts if each.of is None), None)
            if (behind := own or (shared if column.role == "value" else None)) is not None:
                found.append((column, behind))
    return found


def _coarser(answer: Answer) -> str | None:
    later = GRAINS[GRAINS.index(answer.one("time").unit) + 1 :]
    return later[0] if later else None


def _lacks(answer: Answer) -> bool:
    """Whether a rate that has cases is of too few in more than MOST_LACKING of its periods."""
    whole = with_every_period(answer)
    for column, count in _rates(answer):
        n = [each or 0 for each in whole.values(count)]
        if column.role == "value" and any(n) and sum(each < FEWEST_OF_RATE for each in n) > MOST_LACKING * len(n):
            return True
    return False


def _without_few(answer: Answer, rates: list[tuple[Column, Column]]) -> Outcome:
    hidden = dict(answer.columns)
    for column, count in rates:
        for name in (column.name, *(end.name for end in answer.of_role("low", "high") if end.of == column.name)):
            hidden[name] = [
                value if (n or 0) >= FEWEST_OF_RATE else None
                for value, n in zip(answer.columns[name], answer.values(count), strict=True)
            ]
    left = [column for column in answer.of_role("value") if any(each is not None for each in hidden[column.name])]
    if left:
        return Found(replace(answer, columns=hidden))
    return Empty(replace(answer, columns={name: [] for name in hidden}, too_few=True))
