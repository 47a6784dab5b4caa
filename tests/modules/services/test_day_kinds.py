"""Holidays, worked weekends and the day after a break, on days that a calendar shows."""

from __future__ import annotations

from datetime import date

from modules.services.day_kinds import DayKinds, day_kinds


def names(kinds: DayKinds) -> list[str]:
    return [kinds.names[special] for special in kinds.special]


def test_chinas_national_day_of_2025_has_its_worked_weekends() -> None:
    kinds = day_kinds("Asia/Shanghai", date(2025, 9, 27), date(2025, 10, 13))

    assert names(kinds) == [
        "", "worked weekend", "", "",  # Saturday 27 to Tuesday 30 September
        *["National Day"] * 8,  # 1 to 8 October
        "after a break", "", "worked weekend", "", "",  # 9 to 13 October
    ]  # fmt: skip
    assert kinds.slot[:3].tolist() == [5, 6, 0]


def test_a_monday_off_leaves_the_weekend_a_weekend() -> None:
    kinds = day_kinds("America/Chicago", date(2025, 5, 23), date(2025, 5, 28))

    assert names(kinds) == ["", "", "", "Memorial Day", "after a break", ""]


def test_elsewhere_only_weekends_are_known() -> None:
    kinds = day_kinds("Europe/London", date(2025, 12, 24), date(2025, 12, 28))

    assert names(kinds) == [""] * 5
    assert len(kinds) == 5
