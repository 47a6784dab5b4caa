from __future__ import annotations

from datetime import date

import pytest

from modules.simulate.calendar import HOLIDAY, SPRING_FESTIVAL, WEEKEND, WORKDAY, make_calendar


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2025, 1, 28), SPRING_FESTIVAL),
        (date(2025, 1, 26), WORKDAY),  # a Sunday worked before Spring Festival
        (date(2025, 10, 8), HOLIDAY),
        (date(2026, 2, 23), SPRING_FESTIVAL),
        (date(2026, 2, 28), WORKDAY),  # a Saturday worked after Spring Festival
        (date(2026, 9, 26), HOLIDAY),  # Mid-Autumn
        (date(2026, 11, 14), WEEKEND),
        (date(2026, 11, 16), WORKDAY),
    ],
)
def test_kind_of_day(day: date, kind: int) -> None:
    calendar = make_calendar(date(2025, 1, 1), date(2026, 12, 31), chinese_holidays=True)
    assert calendar.kind[calendar.index(day)] == kind


def test_without_chinese_holidays_only_weekends_are_free() -> None:
    calendar = make_calendar(date(2025, 1, 27), date(2025, 2, 2), chinese_holidays=False)
    assert calendar.kind.tolist() == [WORKDAY] * 5 + [WEEKEND] * 2


def test_catching_up_follows_three_days_off() -> None:
    calendar = make_calendar(date(2026, 4, 3), date(2026, 4, 14), chinese_holidays=True)
    # Friday, three days of Qingming, then Tuesday to Friday, a weekend, Monday and Tuesday.
    assert calendar.after_break.tolist() == [0, 0, 0, 0, 1, 0.5, 0.25, 0, 0, 0, 0, 0]


def test_a_day_outside_the_span_is_refused() -> None:
    calendar = make_calendar(date(2026, 1, 1), date(2026, 1, 2), chinese_holidays=True)
    with pytest.raises(ValueError, match="2026-01-03 is not between"):
        calendar.index(date(2026, 1, 3))
