"""The table of public holidays: which days are off by name, and which weekend days are worked instead."""

from __future__ import annotations

from datetime import date

from modules.public_holidays import public_holidays


def test_no_day_is_both_free_and_worked() -> None:
    free, worked = public_holidays()
    assert not free.keys() & worked
    assert all(day.weekday() >= 5 for day in worked)


def test_spring_festival_of_2026_is_nine_days() -> None:
    free, _ = public_holidays()
    days = sorted(day for day, name in free.items() if name == "Spring Festival" and day.year == 2026)
    assert (days[0], days[-1], len(days)) == (date(2026, 2, 15), date(2026, 2, 23), 9)
