"""What reckons with symbolic days comes to what it does with plain ones; its path says for which others, too."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.periods import (
    a_year_of_periods_earlier,
    complete_months,
    grain_of,
    is_whole_months,
    month_after,
    month_end,
    months_and_days,
    period_before,
    whole_periods,
    year_earlier,
)
from data.reading.symbolic_days import Path, evaluate, plain, term_of

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
#: A first and a last day.
PERIODS = st.tuples(DAYS, DAYS).map(sorted)


def replayed(decisions: dict[Any, Any], days: dict[str, date]) -> bool:
    """Whether other days take the path: every condition comes to the same for them."""
    return all(evaluate(term, days, {}) == outcome for term, outcome in decisions.items())


#: What reckons with two days, as the queries do.
RECKONED: dict[str, Callable[[Any, Any], Any]] = {
    "month after": lambda since, until: month_after(since),
    "month end": lambda since, until: month_end(until),
    "before": lambda since, until: period_before((since, until)),
    "earlier": lambda since, until: year_earlier((since, until)),
    "whole": lambda since, until: is_whole_months((since, until)),
    "complete": lambda since, until: complete_months(since, until),
    "grain": lambda since, until: grain_of((since, until)),
    "later": max,
    "next day": lambda since, until: until + timedelta(days=1),
    "day before": lambda since, until: since - timedelta(days=1),
    "start": lambda since, until: since.replace(day=1),
    "first of month": lambda since, until: (until + timedelta(days=1)).day == 1,
    "short": lambda since, until: (until - since).days < 60,
    "short from a fixed day": lambda since, until: (date(2026, 12, 31) - until).days < 60,
    "text": lambda since, until: since.isoformat(),
    "months": lambda since, until: 12 * since.year + since.month,
    "months and days": lambda since, until: months_and_days(since, until, date(2021, 3, 5), date(2026, 3, 5)),
    "whole weeks": lambda since, until: whole_periods(since, until, date(2021, 3, 5), *[date(2026, 3, 5)] * 2, "week"),
    "whole months": lambda since, until: whole_periods(
        since, until, date(2021, 3, 5), *[date(2026, 3, 5)] * 2, "month"
    ),
    "weeks of last year": lambda since, until: a_year_of_periods_earlier((since, until), "week"),
}


@pytest.mark.parametrize("name", RECKONED)
@given(period=PERIODS, other=PERIODS)
def test_what_takes_the_path_comes_to_the_same_terms(name: str, period: list[date], other: list[date]) -> None:
    (since, until), (other_since, other_until) = period, other
    reckon, path = RECKONED[name], Path()
    found = reckon(path.day("since", since), path.day("until", until))
    assert plain(found) == reckon(since, until)
    assert replayed(path.decisions, {"since": since, "until": until})
    others = {"since": other_since, "until": other_until}
    if replayed(path.decisions, others):
        assert evaluate(term_of(found), others, {}) == reckon(other_since, other_until)


@given(DAYS, DAYS)
@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
def test_a_comparison_is_part_of_the_path(compare: Callable[[Any, Any], bool], a: date, b: date) -> None:
    path = Path()
    assert compare(path.day("since", a), b) is compare(a, b)
    assert compare(b, path.day("since", a)) is compare(b, a)
    assert set(path.decisions.values()) <= {True, False}
    assert path.decisions


def test_what_cannot_stay_a_term_is_part_of_the_path() -> None:
    path = Path()
    day = path.day("since", date(2025, 3, 31))
    assert day is not None
    assert date(2025, 1, day.day) == date(2025, 1, 31)
    assert {day: "a key"}[date(2025, 3, 31)] == "a key"
    assert path.decisions[("written", ("day", ("in", "since")))] == 31
    assert not replayed(path.decisions, {"since": date(2025, 3, 30)})


def test_a_symbolic_day_is_no_date_that_something_could_read_unnoticed() -> None:
    day: Any = Path().day("since", date(2025, 3, 31))
    assert not isinstance(day, date)
    with pytest.raises(TypeError):
        timedelta(days=1) - day
    with pytest.raises(AttributeError):
        day.toordinal()


def test_no_day_is_no_term() -> None:
    assert Path().day("since", None) is None
